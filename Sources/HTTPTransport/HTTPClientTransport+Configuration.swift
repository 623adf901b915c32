internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTPCompression
internal import NIOSSL

extension HTTPClientTransport {
    /// The settings that all requests of a transport share.
    public struct Configuration: Sendable {
        /// The proxy for each server; usually `ProxySettings(environment:)`.
        public var proxies: ProxySettings
        /// A PEM file with certificates that are trusted beside the system's.
        public var certificateAuthorityFile: String?
        /// The authorities that are trusted in place of the system's; usually `TrustStore(environment:)`.
        public var trustStore: TrustStore
        /// The limit of connections to one server; further requests wait, for at most half of their timeout.
        public var connectionsPerServerMax: Int
        /// How long an unused connection is kept.
        ///
        /// Shorter than servers usually allow (60 s and more), so that the server rarely closes first.
        public var idleTimeout: Duration

        public init(
            proxies: ProxySettings = .none,
            certificateAuthorityFile: String? = nil,
            trustStore: TrustStore = .system,
            connectionsPerServerMax: Int = 64,
            idleTimeout: Duration = .seconds(15)
        ) {
            self.proxies = proxies
            self.certificateAuthorityFile = certificateAuthorityFile
            self.trustStore = trustStore
            self.connectionsPerServerMax = max(1, connectionsPerServerMax)
            self.idleTimeout = idleTimeout
        }
    }

    /// Why a transport could not be made, as a sentence.
    public struct SetupError: Error, Sendable, CustomStringConvertible {
        public var description: String
    }
}

extension HTTPClientTransport.Configuration {
    /// Checks the files and folders of authorities that were named, without parsing them.
    ///
    /// - Throws: If one of them can't be read or has no certificate.
    func checkTrust() throws(HTTPClientTransport.SetupError) {
        try trustStore.check()
        if let certificateAuthorityFile { try TrustStore.check(file: certificateAuthorityFile) }
    }

    /// The authorities from which a server's certificate may come.
    ///
    /// - Throws: If a file or folder that was named has no certificates.
    func trust() throws(HTTPClientTransport.SetupError) -> ServerTrust {
        ServerTrust(
            roots: try trustStore.certificates().map(NIOSSLTrustRoots.certificates) ?? .default,
            additional: try additionalCertificates())
    }

    private func additionalCertificates() throws(HTTPClientTransport.SetupError)
        -> [NIOSSLCertificate]
    {
        guard let certificateAuthorityFile else { return [] }
        return try TrustStore.certificates(inFile: certificateAuthorityFile)
    }
}

/// The authorities of a transport.
struct ServerTrust {
    var roots: NIOSSLTrustRoots
    /// Certificates that are trusted beside the roots.
    var additional: [NIOSSLCertificate]
}

/// The properties of one `HTTPClient`, which all its requests share.
struct ClientKey: Hashable {
    /// The proxy that tunnels all connections.
    var tunnel: Proxy?
    /// Whether all servers are proxies that forward requests.
    var forwards: Bool
    /// Rounded up, so that each odd value does not make a client of its own.
    var connectTimeoutSeconds: Int64
    /// False for HEAD, whose answer names an encoding but has no body.
    var decodesAnswers: Bool
    /// False if each request gets a new connection.
    var keepsConnections: Bool

    init(
        tunnel: Proxy?, forwards: Bool = false, connectTimeout: Duration, decodesAnswers: Bool = true,
        keepsConnections: Bool = true
    ) {
        self.keepsConnections = keepsConnections
        self.tunnel = tunnel
        self.forwards = forwards
        self.decodesAnswers = decodesAnswers
        let (seconds, attoseconds) = connectTimeout.components
        connectTimeoutSeconds = min(max(1, seconds + (attoseconds > 0 ? 1 : 0)), 120)
    }
}

extension HTTPClient.Configuration {
    /// HTTP/1.1, no redirects, no retries of connecting; an answer that is compressed with gzip or deflate is decoded.
    init(_ key: ClientKey, _ configuration: HTTPClientTransport.Configuration, trusting trust: ServerTrust) {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = trust.roots
        if !trust.additional.isEmpty { tls.additionalTrustRoots = [.certificates(trust.additional)] }
        self.init(
            tlsConfiguration: tls,
            redirectConfiguration: .disallow,
            timeout: Timeout(connect: .seconds(key.connectTimeoutSeconds)),
            connectionPool: ConnectionPool(
                idleTimeout: key.keepsConnections ? .init(configuration.idleTimeout) : .nanoseconds(1),
                // One proxy forwards to many servers, each of which has its own connections in the quota.
                concurrentHTTP1ConnectionsPerHostSoftLimit: key.forwards
                    ? 4096 : configuration.connectionsPerServerMax),
            proxy: key.tunnel.map(Proxy.init),
            // The collector counts decoded bytes against the limit of each request; this limit stops what it has not yet seen.
            decompression: key.decodesAnswers ? .enabled(limit: .size(1 << 30)) : .disabled
        )
        connectionPool.retryConnectionEstablishment = false
        httpVersion = .http1Only
        if key.forwards { http1_1ConnectionDebugInitializer = AbsoluteFormWriter.add }
    }
}

extension HTTPClient.Configuration.Proxy {
    fileprivate init(_ proxy: Proxy) {
        switch proxy.kind {
        case .socks: self = .socksServer(host: proxy.hostname, port: proxy.port)
        case .http: self = .server(host: proxy.hostname, port: proxy.port, authorization: proxy.authorization)
        }
    }
}

extension Proxy {
    /// The user name and password for an HTTP proxy; nil if its URL has none.
    var authorization: HTTPClient.Authorization? {
        credentials.map { user in
            let parts = user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return .basic(username: String(parts[0]), password: parts.count > 1 ? String(parts[1]) : "")
        }
    }
}
