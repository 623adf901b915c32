import Testing

@testable import ZenlayerCloud

struct HTTPDateTests {
    private func seconds(_ text: String) -> Int64? { HTTPDate.unixSeconds(text, now: 1_795_000_000) }

    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ])
    func theThreeFormsOfTheStandardAreRead(text: String) {
        #expect(seconds(text) == 784_111_777)
    }

    @Test func aYearOfTwoDigitsIsNotFarInTheFuture() {
        #expect(seconds("Thursday, 26-Nov-26 00:00:00 GMT") == seconds("Thu, 26 Nov 2026 00:00:00 GMT"))
        #expect(seconds("Monday, 26-Nov-90 00:00:00 GMT") == seconds("Mon, 26 Nov 1990 00:00:00 GMT"))
    }

    @Test(arguments: [
        "", "soon", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
        "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
        "06 Nov 1994 08:49:37 GMT x y",
        "Sun, -6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT",
    ])
    func anythingElseIsNoDate(text: String) {
        #expect(seconds(text) == nil)
    }
}
