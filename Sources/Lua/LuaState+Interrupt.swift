import CLuaBridge

extension LuaState {
    /// Binds the state to the calling thread, which steps its tasks.
    public func bindToCurrentThread() { bridge_bind_thread(bridge) }

    /// A handle with which any thread can stop Lua code that does not stop by itself.
    public var interrupter: Interrupter { Interrupter(bridge: bridge) }

    /// Whether an interruption was requested and not yet cleared.
    public var isInterrupted: Bool { bridge_interrupted(bridge) }

    public func clearInterrupt() { bridge_clear_interrupt(bridge) }

    // MARK: For tests

    /// Makes the allocation number `count` from now on fail, together with its retry; 0 switches this off.
    package func failAllocation(_ count: UInt64) { bridge_fail_allocation(bridge, count) }

    /// The number of allocations and growths requested so far.
    package var allocationCount: UInt64 { bridge_allocation_count(bridge) }
}

/// Stops a state's Lua code from any thread: raises an error that no `pcall` can catch, until it is cleared.
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
