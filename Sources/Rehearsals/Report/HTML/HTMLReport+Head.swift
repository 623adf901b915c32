extension HTMLReport {
    /// The page's beginning and style; light or dark as the reader's system is.
    static let head = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        """

    static let style = """
        <style>
        :root { --paper: #fbfbf9; --ink: #1d2327; --faint: #5f696f; --grid: #e3e5e2; --asked: #c9b458; --away: #d9822b;
          --back: #8fb4d9; --healthy: #5a9e6f; --down: #c23030; --gone: #9aa3a9; --line: #2b6cb0; --bad: #b3261e;
          --filled: #c9d3dc; --good: #2e7d4b; }
        @media (prefers-color-scheme: dark) { :root { --paper: #16191b; --ink: #e4e7e9; --faint: #9aa4ab; --grid: #2b3135;
          --asked: #a8963f; --away: #c0722a; --back: #5f86ad; --healthy: #4b8a60; --down: #d05050; --gone: #5d666c;
          --line: #6aa7e8; --bad: #f2766d; --filled: #3a4650; --good: #6cc08a; } }
        body { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; margin: 0; }
        main { max-width: 1010px; margin: 0 auto; padding: 24px 16px 64px; }
        h1 { font-size: 22px; } h2 { font-size: 18px; margin-top: 40px; } h3 { font-size: 15px; margin-bottom: 4px; }
        .verdict { font-size: 17px; font-weight: 600; } .good { color: var(--good); } .bad { color: var(--bad); }
        table { border-collapse: collapse; } th { text-align: left; font-weight: 600; padding: 2px 16px 2px 0; vertical-align: top;
          white-space: nowrap; } td { padding: 2px 12px 2px 0; vertical-align: top; overflow-wrap: anywhere; }
        pre { background: var(--grid); padding: 12px; white-space: pre-wrap; overflow-wrap: anywhere; border-radius: 4px; }
        h1, h2, h3, p, li { overflow-wrap: anywhere; } .picture { overflow-x: auto; }
        svg { width: 100%; min-width: 800px; height: auto; font: 12px system-ui, sans-serif; }
        .label { fill: var(--faint); } .matter { fill: var(--bad); font-weight: 600; } .grid { stroke: var(--grid); }
        path.down { fill: var(--filled); } path.counted { fill: none; stroke: var(--line); stroke-width: 2; }
        .limit { stroke: var(--bad); stroke-dasharray: 6 4; stroke-width: 1.5; } .limit-label { fill: var(--bad); }
        .violation { stroke: var(--bad); stroke-width: 2; } .violation-label { fill: var(--bad); font-weight: 600; }
        rect.asked { fill: var(--asked); } rect.away { fill: var(--away); } rect.back { fill: var(--back); }
        rect.healthy { fill: var(--healthy); } rect.down { fill: var(--down); } rect.gone { fill: var(--gone); }
        .legend { color: var(--faint); margin: 0 0 4px; } .note, .ending { color: var(--faint); }
        .key { display: inline-block; width: 12px; height: 12px; margin: 0 5px 0 12px; border-radius: 2px; vertical-align: -1px; }
        .key.asked { background: var(--asked); } .key.away { background: var(--away); } .key.back { background: var(--back); }
        .key.healthy { background: var(--healthy); } .key.gone { background: var(--gone); }
        .key.down { background: var(--down); } .key.counted { background: var(--line); }
        .key.really { background: var(--filled); } .legend > span { white-space: nowrap; }
        .timeline .time { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
        .timeline .side { white-space: nowrap; overflow-wrap: normal; }
        .timeline tr.violation td { color: var(--bad); font-weight: 600; } .timeline tr.script td { color: var(--line); }
        </style></head><body><main>

        """
}
