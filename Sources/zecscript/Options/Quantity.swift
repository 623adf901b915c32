internal import ArgumentParser
internal import Basics
internal import ScriptRuntime

/// Reads amounts from the command line.
enum Quantity {
    /// Reads `90`, `1h30m` or `250ms`.
    static func duration(_ text: String) throws -> Duration {
        guard let duration = DurationText.parse(text), duration > .zero else {
            throw ValidationError("Seconds, or a duration such as 30s, 5m or 1h30m, is expected.")
        }
        return duration
    }

    /// Reads `64MB`, `1GB` or `65536`; units are powers of 1024.
    static func size(_ text: String) throws -> Int {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units = ["": 0, "B": 0, "K": 10, "KB": 10, "M": 20, "MB": 20, "G": 30, "GB": 30]
        guard let number = Int(digits), let shift = units[text.dropFirst(digits.count).uppercased()],
            number <= Int.max >> shift
        else { throw ValidationError("A size such as 64MB or 1GB is expected.") }
        return number << shift
    }

    /// Reads a whole number from 1 on.
    static func positive(_ text: String) throws -> Int {
        guard let number = Int(text), number > 0 else {
            throw ValidationError("A whole number from 1 on is expected.")
        }
        return number
    }

    /// Reads `0` to `100`, with or without a percent sign.
    static func percent(_ text: String) throws -> Double {
        guard let percent = Double(text.hasSuffix("%") ? String(text.dropLast()) : text),
            (0...100).contains(percent)
        else { throw ValidationError("A share from 0 to 100 percent is expected.") }
        return percent
    }

    /// Reads `3` or `10%`.
    static func downLimit(_ text: String) throws -> DownLimit {
        guard let limit = DownLimit(text) else {
            throw ValidationError("A number from 1 on, or a share such as 10%, is expected.")
        }
        return limit
    }

    /// Reads 0, or a number from 0.001 on.
    static func rate(_ text: String) throws -> Double {
        guard let rate = Double(text), rate == 0 || (1e-3...1e9).contains(rate) else {
            throw ValidationError("0, or a number from 0.001 on, is expected.")
        }
        return rate
    }
}
