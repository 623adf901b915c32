import Basics

extension FaultCatalog {
    package var credentialRevoked: Fault<OnceAt?> {
        Fault(
            "credentialRevoked", .onceAt, usual: nil,
            "From some moment on the access key is revoked, or the token has expired: 401 to everything.",
            draws: WeatherDraws(hostile: ["chance": 0.05, "value": true])
        ) { name, once, active in
            active.add(arrival: { (cloud, attempt, now) throws(Refusal) in
                guard let moment = cloud.moment(of: name, once), now >= moment else { return }
                cloud.noteOnce(name, at: now)
                throw attempt.isSigned ? .unknownCredential : .tokenExpired
            })
        }
    }
}

extension Refusal {
    fileprivate static let tokenExpired = Refusal(
        401, "AUTHFAILURE_INVALID_AUTHORIZATION", "The access token has expired.")
}
