import Basics
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// The simulated cloud behind HTTP, on real time: an official SDK can't tell it from the real cloud.
///
/// `POST /api/v2/<service>` is the cloud. `GET /truth` tells what really happened, and `GET /machines/<id>/health` (or
/// `/boot_id`, `/uptime`) asks a machine; these need no credentials.
package struct SimulatorServer: Sendable {
    private let configuration: SimulatorConfiguration

    package init(configuration: SimulatorConfiguration) {
        self.configuration = configuration
    }

    /// Serves until the task is cancelled.
    ///
    /// `onReady` is called once with the port, when requests are answered.
    /// - Throws: The error that prevents listening.
    package func run(onReady: @escaping @Sendable (Int) -> Void = { _ in }) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        // The client's clock is the real one, so the skew is taken from the cloud's clock.
        let skew = Int64(configuration.settings.faults.clockSkew * 1e9)
        let door = SimulatorDoor(configuration, startNanoseconds: WallClock.unixNanoseconds() - skew) {
            Moment(clock.now - start)
        }
        let responder = SimulatorResponder(door: door)
        let application = Application(
            // The connection's own responder writes the answers: it can break a connection, and sends the cloud's date.
            responder: CallbackResponder<BasicRequestContext> { _, _ in Response(status: .notFound) },
            server: HTTPServerBuilder { _ in
                HTTP1Channel { request, writer, _ in try await responder.respond(to: request, writer) }
            },
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.address, port: configuration.port), backlog: 1024),
            onServerRunning: { channel in onReady(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "simulator") { _ in SwiftLogNoOpLogHandler() }
        )
        try await application.run()
    }
}
