/// The environment variables that hold credentials.
public enum CredentialVariables {
    static let token = "ZENLAYER_TOKEN"
    static let profile = "ZENLAYER_PROFILE"

    /// The names of the official command line, then those of the Terraform provider.
    static let accessKeys = [
        (id: "ZENLAYER_ACCESS_KEY_ID", password: "ZENLAYER_ACCESS_KEY_SECRET"),
        (id: "ZENLAYERCLOUD_ACCESS_KEY_ID", password: "ZENLAYERCLOUD_ACCESS_KEY_PASSWORD"),
    ]

    /// Every variable to hide from scripts; other tools read the last four, which are equally secret.
    public static let names =
        [token] + accessKeys.flatMap { [$0.id, $0.password] } + [
            "ZENLAYERCLOUD_SECRET_KEY_ID", "ZENLAYERCLOUD_SECRET_KEY_PASSWORD",
            "ZENLAYER_CLOUD_ACCESS_KEY_ID", "ZENLAYER_CLOUD_ACCESS_KEY_PASSWORD",
        ]
}
