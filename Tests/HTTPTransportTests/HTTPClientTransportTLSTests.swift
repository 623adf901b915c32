import Basics
import Foundation
import HTTPTransport
import NIOCore
import NIOPosix
import NIOSSL
import Testing

struct HTTPClientTransportTLSTests {
    @Test func aCertificateThatNobodyVouchesForHasSentNothing() throws {
        let server = try SecureServer()
        defer { server.stop() }
        let result = try LiveExchange().send(.make(server.port, scheme: "https"))
        guard case .failure(.notSent(let reason)) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(
            reason == "the server's certificate is not signed by a trusted authority, or is not valid now")
    }

    @Test func aPrivateAuthorityIsTrustedWhenItsFileIsGiven() throws {
        let server = try SecureServer()
        defer { server.stop() }
        let file = NSTemporaryDirectory() + "authority-\(UUID().uuidString).pem"
        try certificatePEM.write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        let exchange = try LiveExchange(.init(certificateAuthorityFile: file))
        #expect(try exchange.send(.make(server.port, scheme: "https")).get().status == 204)
    }

    @Test func theFileOfTheEnvironmentIsTrusted() throws {
        let server = try SecureServer()
        defer { server.stop() }
        let file = NSTemporaryDirectory() + "authority-\(UUID().uuidString).pem"
        try certificatePEM.write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        let store = TrustStore { $0 == "SSL_CERT_FILE" ? file : nil }
        let exchange = try LiveExchange(.init(trustStore: store))
        #expect(try exchange.send(.make(server.port, scheme: "https")).get().status == 204)
    }

    @Test func theFoldersOfTheEnvironmentAreTrusted() throws {
        let server = try SecureServer()
        defer { server.stop() }
        let folder = NSTemporaryDirectory() + "authorities-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try certificatePEM.write(toFile: folder + "/own.pem", atomically: true, encoding: .utf8)
        try "no certificate".write(toFile: folder + "/README", atomically: true, encoding: .utf8)
        let store = TrustStore { $0 == "SSL_CERT_DIR" ? folder : nil }
        let exchange = try LiveExchange(.init(trustStore: store))
        #expect(try exchange.send(.make(server.port, scheme: "https")).get().status == 204)
    }

    @Test func foldersOfTheEnvironmentAreAListWithColons() {
        let store = TrustStore { ["SSL_CERT_DIR": "/a:/b", "SSL_CERT_FILE": ""][$0] }
        #expect(store == TrustStore(folders: ["/a", "/b"]))
    }

    @Test func aFileOfTheEnvironmentWithoutCertificatesIsAnErrorBeforeAnyRequest() {
        #expect(throws: HTTPClientTransport.SetupError.self) {
            try LiveExchange(.init(trustStore: TrustStore(file: "/nonexistent/ca.pem")))
        }
    }

    @Test func aFileThatLooksLikeCertificatesAndIsNoneFailsTheFirstRequestUnsent() throws {
        let file = NSTemporaryDirectory() + "authority-\(UUID().uuidString).pem"
        try "-----BEGIN CERTIFICATE-----\nbm8=\n".write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        let exchange = try LiveExchange(.init(trustStore: TrustStore(file: file)))
        #expect(throws: TransportError.notSent("no certificates in PEM form can be read from '\(file)'")) {
            try exchange.send(.make(1, scheme: "https")).get()
        }
    }

    @Test func anAuthorityFileThatCannotBeReadIsAnErrorBeforeAnyRequest() {
        #expect(throws: HTTPClientTransport.SetupError.self) {
            try LiveExchange(.init(certificateAuthorityFile: "/nonexistent/ca.pem"))
        }
    }
}

/// A server that answers 204 to every request, over TLS, with a self-signed certificate.
private final class SecureServer {
    let port: Int
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    init() throws {
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(certificatePEM.utf8))
                    .map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem))))
        let channel = try ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        NIOSSLServerHandler(context: context), NoContent(),
                    ])
                }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
        port = try #require(channel.localAddress?.port)
    }

    func stop() { group.shutdownGracefully { _ in } }
}

private final class NoContent: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let answer = ByteBuffer(string: "HTTP/1.1 204 No Content\r\n\r\n")
        context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
    }
}

/// Self-signed for `localhost` and 127.0.0.1, valid until 2126, and used nowhere else.
private let certificatePEM = """
    -----BEGIN CERTIFICATE-----
    MIIBmzCCAUGgAwIBAgIUdzC29CDQb8H3U2n8h1ZE8xq5q2swCgYIKoZIzj0EAwIw
    FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzEwMjMwM1oYDzIxMjYxMDMw
    MTAyMzAzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
    PQMBBwNCAAS7F+R4fyB4N9rkJGdOqJEELKNwa7YhZB8mEk5205mMkq8TBRc5YESV
    7bygVnTj53lu37Q/7/zcT9o17bvGhlBAo28wbTAdBgNVHQ4EFgQUmd1VTMaygECP
    6Zfq8MpPH15//dIwHwYDVR0jBBgwFoAUmd1VTMaygECP6Zfq8MpPH15//dIwDwYD
    VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
    zj0EAwIDSAAwRQIhALpEndexf7fLy3FIWBoOuonfENK9BwZSbWAWoZCmOK/QAiBk
    sCVbVKQ9VNp9cOs7jLYA3cXfo5AcFaTjbxzdt0NBpA==
    -----END CERTIFICATE-----
    """

private let keyPEM = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgak1uRIiBrkk/QnGL
    dz+OokhaiySpH/uudRxM+t+mIdChRANCAAS7F+R4fyB4N9rkJGdOqJEELKNwa7Yh
    ZB8mEk5205mMkq8TBRc5YESV7bygVnTj53lu37Q/7/zcT9o17bvGhlBA
    -----END PRIVATE KEY-----
    """
