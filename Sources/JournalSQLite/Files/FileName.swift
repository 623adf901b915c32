internal import Basics

/// Makes names of files from any text, and reads them back.
enum FileName {
    private static let sizeMax = 255
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Encodes a text as a file name: letters, digits, `.`, `_` and `-` stay; any other byte becomes `%` and
    /// two digits.
    ///
    /// A name that would be too long is cut, and ends with `~` and the text's hash; no other name has `~`.
    static func encoded(_ text: String) -> String {
        var name: [UInt8] = []
        for (index, byte) in text.utf8.enumerated() {
            // A leading dot hides a file, and `.` and `..` are the folder and its parent.
            if isPlain(byte), !(index == 0 && byte == UInt8(ascii: ".")) {
                name.append(byte)
            } else {
                name += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        if name.isEmpty { return "%" }
        guard name.count > sizeMax else { return String(decoding: name, as: UTF8.self) }
        let hash = "~" + Digest.sha256(Array(text.utf8)).prefix(32)
        return String(decoding: name.prefix(sizeMax - hash.utf8.count), as: UTF8.self) + hash
    }

    /// The text that ``encoded(_:)`` encodes as this file name; nil if the file name was shortened, or is not an encoded text.
    static func decoded(_ name: String) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(name.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2 {
                guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                    return nil
                }
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else if byte != UInt8(ascii: "%") {
                bytes.append(byte)
            }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return encoded(text) == name ? text : nil
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
