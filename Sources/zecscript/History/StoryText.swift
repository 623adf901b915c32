internal import History
internal import Journal
internal import ScriptRuntime

/// The story of an instance for people; a line with the date stands before the first event of each day.
struct StoryText {
    let story: Story

    var text: String {
        lines.map { VisibleText.escaped($0) + "\n" }.joined()
    }

    private var lines: [String] {
        var lines = [head], day = ""
        for line in story.lines {
            let date = CalendarWords.date(line.time)
            if date != day { lines.append("\(date) UTC") }
            day = date
            lines.append("\(CalendarWords.time(line.time))  \(line.text)")
        }
        if let note { lines.append(note) }
        return lines
    }

    private var head: String {
        let instance = story.instance
        let name = instance.name.isEmpty ? "" : " (\(instance.name))"
        return "\(instance.id)\(name) in \(story.campaign.label): \(instance.status)"
    }

    /// The note about an instance whose story has no end yet.
    private var note: String? {
        guard story.instance.outcome == nil, story.standing == .open else { return nil }
        if story.instance.isUnderWay, story.campaign.kind == .script {
            return "no more is recorded: the process is at work or was killed"
        }
        guard story.campaign.kind != .script else { return nil }
        return "no more is recorded: the roll is open, and a process is at work or was stopped"
    }
}
