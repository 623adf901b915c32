import CLuaBridge

extension LuaState {
    /// Binds the state to the calling thread, which is the one that steps its tasks.
    public func bindToCurrentThread() { bridge_bind_thread(bridge) }

    /// A handle with which any thread can stop Lua code that does not stop by itself.
    public var interrupter: Interrupter { Interrupter(bridge: bridge) }

    /// Whether an interruption was asked for and not yet cleared.
    public var isInterrupted: Bool { bridge_interrupted(bridge) }

    public func clearInterrupt() { bridge_clear_interrupt(bridge) }

    // MARK: For tests

    /// Makes the allocation `count` from now on fail, with its retry; 0 switches it off.
    package func failAllocation(_ count: UInt64) { bridge_fail_allocation(bridge, count) }

    /// Allocations and growths asked for so far.
    package var allocationCount: UInt64 { bridge_allocation_count(bridge) }
}

/// Stops a state's Lua code from any thread: it raises an error that no `pcall` can keep, until it is cleared.
///
/// It must not be used after its state is gone.
public struct Interrupter: @unchecked Sendable {
    // Sendable because the bridge documents bridge_interrupt as callable from any thread.
    let bridge: OpaquePointer

    /// Raises `message` in whatever Lua code runs now or next.
    public func interrupt(_ message: StaticString) {
        message.withUTF8Buffer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bridge_interrupt(bridge, $0.baseAddress) }
        }
    }
}
