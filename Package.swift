// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let cSettings: [CSetting] = [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]

/// What `--version` tells of the build; scripts/dev/build.sh sets it, and a plain `swift build` does not know it.
let buildFacts: [CSetting] = ["ZECSCRIPT_COMMIT", "ZECSCRIPT_SWIFT"].compactMap { name in
    Context.environment[name].map { .define(name, to: "\"\($0)\"") }
}

let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let collections = [
    Target.Dependency.product(name: "DequeModule", package: "swift-collections"),
    Target.Dependency.product(name: "HeapModule", package: "swift-collections"),
    Target.Dependency.product(name: "OrderedCollections", package: "swift-collections"),
]
let nio = [
    Target.Dependency.product(name: "NIOCore", package: "swift-nio"),
    Target.Dependency.product(name: "NIOPosix", package: "swift-nio"),
    Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio"),
    Target.Dependency.product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
    Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl"),
]

let package = Package(
    name: "zecscript",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "zecscript", targets: ["zecscript"]),
        .library(name: "Lua", targets: ["Lua"]),
        .library(name: "ZenlayerCloud", targets: ["Basics", "HTTPTransport", "ZenlayerCloud"]),
    ],
    // Exact versions, for two reasons: what a transport says of a failed request ("nothing was sent") was read in the source of one
    // version of async-http-client, and Package.resolved is not kept.
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    ],
    targets: [
        .systemLibrary(name: "CLua", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev"])]),
        // libedit and SQLite are loaded when they are needed: a start needs neither.
        .target(name: "CLoader", cSettings: cSettings),
        .target(name: "CEdit", dependencies: ["CLoader"], cSettings: cSettings),
        .target(name: "CSQLite", dependencies: ["CLoader"], cSettings: cSettings),
        .target(name: "CLuaBridge", dependencies: ["CLua"], cSettings: cSettings),
        .target(name: "CSpawn", cSettings: cSettings),
        .target(name: "CBuild", dependencies: ["CLua", "CSQLite"], cSettings: cSettings + buildFacts),
        .target(name: "Lua", dependencies: ["CLuaBridge"], swiftSettings: settings),
        // The program's own Lua is compiled while the program is built.
        .executableTarget(
            name: "lua-compiler", dependencies: ["CLua"], path: "Sources/LuaCompiler",
            cSettings: cSettings
        ),
        .plugin(
            name: "CompileLua", capability: .buildTool(), dependencies: ["lua-compiler"],
            path: "Sources/CompileLua"),
        .target(name: "Basics", dependencies: [crypto], swiftSettings: settings),
        .target(name: "Journal", dependencies: ["Basics"], swiftSettings: settings),
        .target(name: "History", dependencies: ["Basics", "Journal"], swiftSettings: settings),
        .target(
            name: "JournalSQLite", dependencies: ["Basics", "CSQLite", "Journal"], swiftSettings: settings),
        .target(
            name: "HTTPTransport", dependencies: ["Basics", asyncHTTPClient] + collections + nio,
            swiftSettings: settings),
        .target(
            name: "ZenlayerCloud", dependencies: ["Basics", crypto] + collections, swiftSettings: settings),
        .target(
            name: "ScriptRuntime", dependencies: ["Basics", "Journal", "Lua"] + collections,
            swiftSettings: settings),
        .target(
            name: "LiveHost",
            dependencies: ["Basics", "CSpawn", "HTTPTransport", "Journal", "Lua", "ScriptRuntime"] + nio,
            swiftSettings: settings),
        .target(
            name: "Modules",
            dependencies: ["Basics", "History", "Journal", "Lua", "ScriptRuntime", "ZenlayerCloud"],
            swiftSettings: settings, plugins: ["CompileLua"]
        ),
        .target(
            name: "Rolling", dependencies: ["Basics", "Lua", "Modules", "ScriptRuntime"],
            swiftSettings: settings, plugins: ["CompileLua"]
        ),
        .target(
            name: "Simulator",
            dependencies: [
                "Basics", "Journal", "Lua", "ScriptRuntime", crypto,
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ] + collections,
            swiftSettings: settings
        ),
        .target(
            name: "Rehearsals",
            dependencies: [
                "Basics", "Lua", "Modules", "Rolling", "ScriptRuntime", "Simulator", "ZenlayerCloud", crypto,
            ]
                + collections,
            swiftSettings: settings),
        .executableTarget(
            name: "zecscript",
            dependencies: [
                "Basics", "CBuild", "CEdit", "History", "HTTPTransport", "Journal", "JournalSQLite",
                "LiveHost",
                "Lua", "Modules", "Rehearsals", "Rolling", "ScriptRuntime", "Simulator", "ZenlayerCloud",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            // A file within a catalog can't be a resource, so that `Pages` has a link to each page.
            resources: [.embedInCode("Pages")],
            swiftSettings: settings
        ),
        .target(
            name: "TestSupport",
            dependencies: ["Basics", "Modules", "Rolling", "ScriptRuntime", "Simulator", "ZenlayerCloud"],
            path: "Tests/TestSupport", swiftSettings: settings),
        .testTarget(name: "JournalTests", dependencies: ["Basics", "Journal"], swiftSettings: settings),
        .testTarget(
            name: "HistoryTests", dependencies: ["Basics", "History", "Journal"], swiftSettings: settings),
        .testTarget(
            name: "JournalSQLiteTests", dependencies: ["Basics", "CSQLite", "Journal", "JournalSQLite"],
            exclude: ["Schemas"], swiftSettings: settings),
        .testTarget(name: "BasicsTests", dependencies: ["Basics"], swiftSettings: settings),
        .testTarget(
            name: "HTTPTransportTests", dependencies: ["Basics", "HTTPTransport"] + nio,
            swiftSettings: settings),
        .testTarget(
            name: "LiveHostTests",
            dependencies: ["Basics", "Journal", "JournalSQLite", "LiveHost", "ScriptRuntime"],
            swiftSettings: settings),
        .testTarget(name: "LuaTests", dependencies: ["Lua"], swiftSettings: settings),
        .testTarget(
            name: "ZenlayerCloudTests", dependencies: ["Basics", "ZenlayerCloud"],
            swiftSettings: settings),
        .testTarget(
            name: "ScriptRuntimeTests", dependencies: ["Basics", "Lua", "ScriptRuntime"],
            swiftSettings: settings),
        .testTarget(
            name: "ModulesTests",
            dependencies: [
                "Basics", "LiveHost", "Lua", "Modules", "Rolling", "ScriptRuntime", "Simulator",
                "TestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "RollingTests",
            dependencies: [
                "Basics", "Lua", "Modules", "Rolling", "ScriptRuntime", "Simulator", "TestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "SimulatorTests",
            dependencies: [
                "Basics", "Journal", "LiveHost", "Rehearsals", "ScriptRuntime", "Simulator", "TestSupport",
                "ZenlayerCloud",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RehearsalsTests",
            dependencies: [
                "Basics", "History", "Journal", "LiveHost", "Lua", "Modules", "Rehearsals", "Rolling",
                "ScriptRuntime", "Simulator", "TestSupport", "ZenlayerCloud",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ZecscriptTests",
            dependencies: [
                "Basics", "CEdit", "CSQLite", "History", "Journal", "JournalSQLite", "LiveHost", "Lua",
                "Modules", "Rehearsals", "Rolling", "ScriptRuntime", "Simulator", "ZenlayerCloud",
                "zecscript",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
    ]
)
