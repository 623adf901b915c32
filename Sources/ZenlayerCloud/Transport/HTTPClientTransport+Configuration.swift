internal import AsyncHTTPClient
internal import NIOCore
internal import NIOSSL

extension HTTPClientTransport {
    /// What is the same for all requests of a transport.
    public struct Configuration: Sendable {
        /// Which proxy leads to which server; usually `ProxySettings(environment:)`.
        public var proxies: ProxySettings
        /// A PEM file with certificates that are trusted beside the system's.
        public var certificateAuthorityFile: String?
        /// The most connections to one server; more requests wait their turn, for at most half of their time.
        public var connectionsPerServerMax: Int
        /// How long an unused connection is kept.
        ///
        /// Shorter than what servers usually allow (60 s and more), so that it is rarely the server who closes first.
        public var idleTimeout: Duration

        public init(
            proxies: ProxySettings = .none,
            certificateAuthorityFile: String? = nil,
            connectionsPerServerMax: Int = 64,
            idleTimeout: Duration = .seconds(15)
        ) {
            self.proxies = proxies
            self.certificateAuthorityFile = certificateAuthorityFile
            self.connectionsPerServerMax = max(1, connectionsPerServerMax)
            self.idleTimeout = idleTimeout
        }
    }

    /// Why a transport could not be made, as a sentence.
    public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
        public var description: String
    }
}

extension HTTPClientTransport.Configuration {
    /// Reads the private authority's certificates, if there are any.
    func trustedCertificates() throws(HTTPClientTransport.ConfigurationError) -> [NIOSSLCertificate] {
        guard let certificateAuthorityFile else { return [] }
        let certificates = try? NIOSSLCertificate.fromPEMFile(certificateAuthorityFile)
        guard let certificates, !certificates.isEmpty else {
            throw .init(
                description: "no certificates in PEM form can be read from '\(certificateAuthorityFile)'")
        }
        return certificates
    }
}

/// What one `HTTPClient` is made for; proxy and connect time-out can't differ within one.
struct ClientKey: Hashable {
    var proxy: Proxy?
    /// Rounded up, so that odd values don't make a client each.
    var connectTimeoutSeconds: Int64

    init(proxy: Proxy?, connectTimeout: Duration) {
        self.proxy = proxy
        let (seconds, attoseconds) = connectTimeout.components
        connectTimeoutSeconds = min(max(1, seconds + (attoseconds > 0 ? 1 : 0)), 120)
    }
}

extension HTTPClient.Configuration {
    /// HTTP/1.1, no redirects, no decompression (an answer is at most as large as what arrived), no repeated connecting.
    init(_ key: ClientKey, _ configuration: HTTPClientTransport.Configuration, trusting: [NIOSSLCertificate])
    {
        var tls = TLSConfiguration.makeClientConfiguration()
        if !trusting.isEmpty { tls.additionalTrustRoots = [.certificates(trusting)] }
        self.init(
            tlsConfiguration: tls,
            redirectConfiguration: .disallow,
            timeout: Timeout(connect: .seconds(key.connectTimeoutSeconds)),
            connectionPool: ConnectionPool(
                idleTimeout: .init(configuration.idleTimeout),
                concurrentHTTP1ConnectionsPerHostSoftLimit: configuration.connectionsPerServerMax),
            proxy: key.proxy.map(Proxy.init),
            decompression: .disabled
        )
        connectionPool.retryConnectionEstablishment = false
        httpVersion = .http1Only
    }
}

extension HTTPClient.Configuration.Proxy {
    fileprivate init(_ proxy: Proxy) {
        switch proxy.kind {
        case .socks: self = .socksServer(host: proxy.host, port: proxy.port)
        case .http:
            let authorization = proxy.credentials.map { user in
                let parts = user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                return HTTPClient.Authorization.basic(
                    username: String(parts[0]), password: parts.count > 1 ? String(parts[1]) : "")
            }
            self = .server(host: proxy.host, port: proxy.port, authorization: authorization)
        }
    }
}
