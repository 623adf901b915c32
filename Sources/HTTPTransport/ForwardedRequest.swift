internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// What a proxy needs to forward a plain `http` request: `GET http://server/path HTTP/1.1` (RFC 9112, section 3.2.2).
///
/// Many proxies allow `CONNECT` to port 443 only, which is squid's default, and async-http-client supports no other way
/// through a proxy. So a forwarded request is sent to the proxy itself, and ``AbsoluteFormWriter`` writes the whole URL in
/// its first line.
struct ForwardedRequest {
    /// The server as the URL names it: `web-1.example.com`, `[2001:db8::1]:8080`.
    var authority: String
    /// The value of `Proxy-Authorization`; nil if the proxy needs none.
    var authorization: String?

    init(authority: String, proxy: Proxy) {
        self.authority = authority
        authorization = proxy.authorization?.headerValue
    }

    /// Adds the headers that the proxy needs; headers of the request itself are kept.
    func complete(_ headers: inout HTTPHeaders) {
        headers.replaceOrAdd(name: AbsoluteFormWriter.authorityHeader, value: authority)
        if !headers.contains(name: "host") { headers.add(name: "Host", value: authority) }
        if let authorization, !headers.contains(name: "proxy-authorization") {
            headers.add(name: "Proxy-Authorization", value: authorization)
        }
    }
}

/// Writes the absolute URL in the first line of each request on a connection to a proxy.
final class AbsoluteFormWriter: ChannelOutboundHandler {
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    /// Carries the server's name up to this handler, and is never sent.
    static let authorityHeader = "zecscript-authority"

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data),
            let authority = head.headers.first(name: Self.authorityHeader)
        else { return context.write(data, promise: promise) }
        head.headers.remove(name: Self.authorityHeader)
        head.uri = "http://" + authority + head.uri
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }

    /// Puts a writer before the encoder of a connection that async-http-client has just made.
    static func add(to channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let encoder = try pipeline.handler(type: HTTPRequestEncoder.self)
            try pipeline.addHandler(AbsoluteFormWriter(), position: .after(encoder))
        }
    }
}
