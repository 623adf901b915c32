internal import Basics
internal import FoundationEssentials
internal import Glibc
internal import NIOSSL

/// The certificate authorities that a server's certificate must come from.
///
/// Like every OpenSSL program, it reads `SSL_CERT_FILE` and `SSL_CERT_DIR` (`openssl-env(7)`): each replaces the system's
/// file or folder of authorities.
public struct TrustStore: Sendable, Equatable {
    /// A PEM file; nil for the system's.
    public var file: String?
    /// Folders of PEM files; nil for the system's.
    public var folders: [String]?

    /// The authorities that the system trusts.
    public static let system = TrustStore()

    public init(file: String? = nil, folders: [String]? = nil) {
        self.file = file
        self.folders = folders
    }

    /// Reads `SSL_CERT_FILE` and `SSL_CERT_DIR`, a list of folders with colons between them; empty variables count as unset.
    public init(environment: (String) -> String?) {
        func value(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }
        self.init(
            file: value("SSL_CERT_FILE"),
            folders: value("SSL_CERT_DIR")?.split(separator: ":").map(String.init))
    }
}

extension TrustStore {
    /// Where Debian keeps the system's authorities, in one file.
    private static let systemFile = "/etc/ssl/certs/ca-certificates.crt"

    /// - Returns: The authorities in place of the system's; nil if the system's are trusted.
    /// - Throws: If a file or folder that was named has no certificates.
    func certificates() throws(HTTPClientTransport.SetupError) -> [NIOSSLCertificate]? {
        guard file != nil || folders != nil else { return nil }
        // The system's file and the system's folder hold the same authorities, so the file stands for either.
        var trusted = try Self.certificates(inFile: file ?? Self.systemFile)
        if folders == nil, file != nil { trusted += (try? Self.certificates(inFile: Self.systemFile)) ?? [] }
        for folder in folders ?? [] { trusted += try Self.certificates(inFolder: folder) }
        return trusted
    }

    /// Checks that each file and folder that was named can be read, and that each file has a certificate in PEM form.
    ///
    /// It parses nothing, so a file may still turn out to be wrong at the first request.
    func check() throws(HTTPClientTransport.SetupError) {
        if let file { try Self.check(file: file) }
        for folder in folders ?? [] where access(folder + "/.", R_OK) != 0 {
            throw Self.unreadable(folder)
        }
    }

    static func check(file path: String) throws(HTTPClientTransport.SetupError) {
        let mark = Array("-----BEGIN ".utf8)
        guard BeginningOfFile.hasLine(beginningWith: mark, inFile: path) else {
            throw noCertificates(in: path)
        }
    }

    private static func noCertificates(in path: String) -> HTTPClientTransport.SetupError {
        .init(description: "no certificates in PEM form can be read from '\(path)'")
    }

    static func certificates(
        inFile path: String
    ) throws(HTTPClientTransport.SetupError) -> [NIOSSLCertificate] {
        guard let certificates = try? NIOSSLCertificate.fromPEMFile(path), !certificates.isEmpty else {
            throw noCertificates(in: path)
        }
        return certificates
    }

    /// The certificates of all PEM files in a folder, each once: `c_rehash` gives every file a second name.
    private static func certificates(
        inFolder path: String
    ) throws(HTTPClientTransport.SetupError) -> [NIOSSLCertificate] {
        try names(inFolder: path).sorted().flatMap {
            (try? NIOSSLCertificate.fromPEMFile(path + "/" + $0)) ?? []
        }
        .withoutRepeats()
    }
    private static func names(
        inFolder path: String
    ) throws(HTTPClientTransport.SetupError) -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw unreadable(path)
        }
        return names
    }

    private static func unreadable(_ folder: String) -> HTTPClientTransport.SetupError {
        .init(description: "the folder '\(folder)' of certificates cannot be read")
    }
}
