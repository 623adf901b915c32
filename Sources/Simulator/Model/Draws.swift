import Basics

/// All random decisions, as functions of the seed: the same question gets the same answer, and the order of the questions
/// does not matter.
struct Draws: Sendable {
    let seed: UInt64

    /// The length of one step in one boot of one instance, in nanoseconds.
    ///
    /// The type accounts for a sixth of the variance, the instance for a quarter, the single boot for the rest: slow types
    /// stay slow, and a slow machine stays slower than its neighbours.
    func nanoseconds(
        _ spread: Spread, of stream: SeededGenerator.Stream, instance: Int, type: String, step: Int
    ) -> Int64 {
        guard spread.sigma > 0 else { return spread.nanoseconds(normal: 0) }
        let ofType = normal(stream, Int(truncatingIfNeeded: stableHash(type)), -2)
        let ofInstance = normal(stream, instance, -1)
        let ofBoot = normal(stream, instance, step)
        return spread.nanoseconds(normal: 0.4 * ofType + 0.5 * ofInstance + 0.768 * ofBoot)
    }

    /// The boot id that the kernel shows: a random UUID for each boot.
    func bootID(instance: Int, boot: Int) -> String {
        var generator = SeededGenerator(seed: seed, stream: .bootID, index: instance, step: boot)
        return generator.uuid(upperCase: false)
    }

    /// When an instance that runs from the start was booted: 1 to 90 days before it, or, for `recentShare` of the instances,
    /// 1 to 60 minutes.
    func firstBoot(instance: Int, recentShare: Double = 0) -> Moment {
        var generator = SeededGenerator(seed: seed, stream: .firstBoot, index: instance)
        let unit = generator.unit()
        if recentShare > 0, generator.unit() < recentShare {
            return Moment(nanoseconds: -Int64((1 + 59 * unit) * 60e9))
        }
        return Moment(nanoseconds: -Int64((1 + 89 * unit) * 86_400e9))
    }

    /// Whether an instance belongs to the share that a fault strikes.
    func strikes(_ fault: FaultName, share: Double, instance: Int) -> Bool {
        guard share > 0 else { return false }
        let step = Int(truncatingIfNeeded: stableHash(fault.rawValue))
        var generator = SeededGenerator(seed: seed, stream: .fault, index: instance, step: step)
        return generator.unit() < share
    }

    /// Whether a request belongs to the share that a fault strikes; different values of `salt` give independent answers.
    func strikes(
        _ fault: FaultName, share: Double, request: RequestIdentity, position: Int, salt: UInt64 = 0
    ) -> Bool {
        unit(fault, request: request, position: position, salt: salt) < share
    }

    /// A number from 0 ..< 1 that a fault draws for a request.
    func unit(_ fault: FaultName, request: RequestIdentity, position: Int, salt: UInt64 = 2) -> Double {
        let mixed = stableHash(fault.rawValue) ^ stableHash(request.action) &* 0x9E37_79B9
        var generator = SeededGenerator(
            seed: seed ^ salt, stream: .requestFault, index: position,
            step: Int(truncatingIfNeeded: mixed &+ UInt64(truncatingIfNeeded: request.number)))
        return generator.unit()
    }

    /// Whether a throttle storm refuses a request: nine in ten.
    func isHitByStorm(request number: Int) -> Bool {
        var generator = SeededGenerator(seed: seed, stream: .requestFault, index: number, step: -1)
        return generator.unit() < 0.9
    }

    /// The number of the spell that lasts at a moment, one spell per period; nil if no spell lasts.
    func spell(_ fault: FaultName, _ spell: Spell, at now: Moment) -> Int? {
        let every = spell.every.wholeNanoseconds, length = spell.length.wholeNanoseconds
        guard every > 0, now >= .start else { return nil }
        let number = Int(now.nanoseconds / every)
        let step = Int(truncatingIfNeeded: stableHash(fault.rawValue))
        var generator = SeededGenerator(seed: seed, stream: .spell, index: number, step: step)
        let begins = Int64(number) * every + Int64(Double(every - length) * generator.unit())
        return now.nanoseconds >= begins && now.nanoseconds < begins + length ? number : nil
    }

    /// When a fault strikes an instance (-1: the run), at most `span` after the start.
    func moment(of fault: FaultName, instance: Int = -1, within span: Duration) -> Moment {
        let step = Int(truncatingIfNeeded: stableHash(fault.rawValue))
        var generator = SeededGenerator(seed: seed, stream: .dueFault, index: instance, step: step)
        return Moment(nanoseconds: Int64(Double(span.wholeNanoseconds) * generator.unit()))
    }

    /// Whether a flapping health endpoint answers 503 at a moment: in three of ten slots of five seconds.
    func flaps(instance: Int, at now: Moment) -> Bool {
        let slot = Int(now.nanoseconds / 5_000_000_000)
        var generator = SeededGenerator(seed: seed, stream: .flap, index: instance, step: slot)
        return generator.unit() < 0.3
    }

    private func normal(_ stream: SeededGenerator.Stream, _ index: Int, _ step: Int) -> Double {
        var generator = SeededGenerator(seed: seed, stream: stream, index: index, step: step)
        return generator.normal()
    }
}

extension SeededGenerator {
    /// Draws a version 4 UUID.
    mutating func uuid(upperCase: Bool) -> String {
        let high = next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let digits = Array((upperCase ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for position in 0..<32 {
            if [8, 12, 16, 20].contains(position) { text.append(UInt8(ascii: "-")) }
            let bits = position < 16 ? high : low
            text.append(digits[Int(bits >> UInt64(60 - 4 * (position % 16)) & 0xF)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
