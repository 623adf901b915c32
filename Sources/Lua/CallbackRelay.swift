import CLuaBridge

/// Passes C's calls to the state that they belong to.
///
/// None of these functions throws, and none touches Lua.
final class CallbackRelay {
    /// Set by the state that owns this relay, and cleared before that state is gone; a weak reference would cost a tenth of a
    /// call.
    unowned(unsafe) var state: LuaState?
    private var warning = ""

    var callbacks: bridge_callbacks {
        bridge_callbacks(
            context: Unmanaged.passUnretained(self).toOpaque(),
            call: { context, function, bytes, count in
                guard let relay = CallbackRelay.from(context) else { return BRIDGE_ERROR }
                return relay.call(Int(function), WireReader.values(bytes, count: count))
            },
            resume: { context in
                guard let relay = CallbackRelay.from(context) else { return BRIDGE_ERROR }
                return relay.resume()
            },
            explain: { context, mismatch in
                guard let state = CallbackRelay.from(context)?.state, let mismatch else { return }
                WireWriter(bridge: state.bridge).put(state.explain(mismatch.pointee))
            },
            spawn: { context, slot, serial, name, nameSize in
                guard let relay = CallbackRelay.from(context) else { return BRIDGE_ERROR }
                return relay.spawn(slot, serial, name, nameSize)
            },
            write: { context, bytes, count, isWarning in
                let bytes = UnsafeBufferPointer(start: bytes, count: count)
                CallbackRelay.from(context)?.write(bytes, isWarning: isWarning)
            })
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> CallbackRelay? {
        context.map { Unmanaged<CallbackRelay>.fromOpaque($0).takeUnretainedValue() }
    }

    private func call(_ function: Int, _ arguments: [LuaValue]) -> bridge_answer {
        guard let state else { return BRIDGE_ERROR }
        return deliver(state.call(function, arguments), to: state)
    }

    private func resume() -> bridge_answer {
        guard let state else { return BRIDGE_ERROR }
        return deliver(state.delegate?.answerOfWait() ?? .nothing, to: state)
    }

    private func deliver(_ answer: HostAnswer, to state: LuaState) -> bridge_answer {
        let writer = WireWriter(bridge: state.bridge)
        switch answer {
        case .nothing: return BRIDGE_OK
        case .value(let value):
            writer.put(value)
            return BRIDGE_OK
        case .values(let values):
            writer.put(values)
            return BRIDGE_OK
        case .wait: return BRIDGE_YIELD
        case .taskOutcome: return BRIDGE_OUTCOME
        case .adoptedFailure: return BRIDGE_FAILURE
        case .failure(let error):
            writer.put(error)
            return error.ending == .program ? BRIDGE_EXIT : BRIDGE_ERROR
        }
    }

    private func spawn(
        _ slot: UInt32, _ serial: UInt64, _ name: UnsafePointer<CChar>?, _ nameSize: Int
    ) -> bridge_answer {
        guard let state else { return BRIDGE_ERROR }
        let text = name.map { name in
            let bytes = UnsafeRawBufferPointer(start: name, count: nameSize)
            return String(decoding: bytes, as: UTF8.self)
        }
        do throws(ScriptError) {
            try state.delegate?.taskSpawned(slot: slot, serial: serial, name: text)
            return BRIDGE_OK
        } catch {
            return deliver(.failure(error), to: state)
        }
    }

    /// Writes output or a piece of a warning; an empty piece ends the warning.
    private func write(_ bytes: UnsafeBufferPointer<UInt8>, isWarning: Bool) {
        guard isWarning else {
            state?.delegate?.write(bytes)
            return
        }
        if bytes.isEmpty {
            state?.delegate?.warn(warning)
            warning = ""
        } else {
            warning += String(decoding: bytes, as: UTF8.self)
        }
    }
}
