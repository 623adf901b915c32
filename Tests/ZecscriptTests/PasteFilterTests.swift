import Testing

@testable import zecscript

/// Keys from the bytes of a terminal.
@Suite struct PasteFilterTests {
    private func keys(_ pieces: String...) -> String {
        var filter = PasteFilter(), keys: [UInt32] = []
        for piece in pieces {
            filter.add(piece.utf8)
            while let key = filter.next(isComplete: false) { keys.append(key) }
        }
        while let key = filter.next(isComplete: true) { keys.append(key) }
        return String(String.UnicodeScalarView(keys.compactMap(UnicodeScalar.init)))
    }

    @Test func aTabInPastedTextIsASpace() {
        #expect(keys("a\t\u{1B}[200~local pri\t= 2\u{1B}[201~\t") == "a\tlocal pri = 2\t")
    }

    @Test func lineEndsArePressesOfReturnAndOtherControlCharactersAreDropped() {
        #expect(keys("\u{1B}[200~one\ntwo\r\u{3}\u{1B}[Athree\u{1B}[201~") == "one\rtwo\r[Athree")
    }

    @Test func theMarksMayArriveInPieces() {
        #expect(keys("\u{1B}", "[20", "0~x\ty\u{1B}[2", "01~\t") == "x y\t")
    }

    @Test func anEscapeOfAnotherKeyIsPassedOn() {
        #expect(keys("\u{1B}[A\u{1B}") == "\u{1B}[A\u{1B}")
    }

    @Test func lettersBeyondASCIIAreOneKeyAlsoInPieces() {
        var filter = PasteFilter()
        filter.add([0xC3])
        #expect(filter.next(isComplete: false) == nil)
        filter.add([0xA9, 0xFF])
        #expect(filter.next(isComplete: false) == 0xE9)
        #expect(filter.next(isComplete: true) == 0xFF)
    }
}
