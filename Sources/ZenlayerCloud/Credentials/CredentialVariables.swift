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
    ///
    /// Written out, because each start reads it, and joining lists is slow.
    public static let names = [
        "ZENLAYER_TOKEN",
        "ZENLAYER_ACCESS_KEY_ID", "ZENLAYER_ACCESS_KEY_SECRET",
        "ZENLAYERCLOUD_ACCESS_KEY_ID", "ZENLAYERCLOUD_ACCESS_KEY_PASSWORD",
        "ZENLAYERCLOUD_SECRET_KEY_ID", "ZENLAYERCLOUD_SECRET_KEY_PASSWORD",
        "ZENLAYER_CLOUD_ACCESS_KEY_ID", "ZENLAYER_CLOUD_ACCESS_KEY_PASSWORD",
    ]
}
