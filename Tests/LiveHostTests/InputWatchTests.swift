import Basics
import Glibc
import Testing

@testable import LiveHost

struct InputWatchTests {
    @Test func itTellsOnceEachTimeItIsAskedTo() {
        let calls = Mailbox<Int>()
        // The end of input counts as readable input.
        let watch = InputWatch(descriptor: open("/dev/null", O_RDONLY)) { calls.post(1) }
        watch.arm()
        #expect(calls.take(waiting: nil) == [1])
        watch.arm()
        #expect(calls.take(waiting: nil) == [1])
        #expect(calls.take() == [])
    }
}
