"""Joins, words, skips and the stop policy at one instant."""

BAD = ("failed", "timedOut", "stopped")


def satisfies(word, outcome):
    return outcome != "skipped" and (word == "finished" or (word == "succeeded") == (outcome == "succeeded"))


def verdict_of(facts, outcomes):
    """What the ends so far mean for one step: 'waiting', 'ready' or 'skip'."""
    ends = [(one["on"], outcomes.get(one["step"])) for one in facts["after"]]
    good = sum(1 for word, outcome in ends if outcome is not None and satisfies(word, outcome))
    lost = sum(1 for _, outcome in ends if outcome is not None) - good
    wants_one = facts["join"] == "any" and len(ends) > 0
    if lost == len(ends) if wants_one else lost > 0:
        return "skip"
    return "ready" if (good > 0 if wants_one else good == len(ends)) else "waiting"


def decide_joins(steps, policy, ended, busy, unstartable=()):
    """`unstartable` are steps that nothing can start any more, whatever their joins say: they are skipped."""
    outcomes = dict(ended)
    stops = policy == "stop"
    stoppers = [name for name, facts in steps.items() if stops and not facts["optional"] and ended.get(name) in BAD]
    ready, skipped, lost = set(), [], []
    for name in ordered(steps):
        if name in outcomes or name in busy:
            continue
        verdict = verdict_of(steps[name], outcomes)
        if verdict == "skip" or stoppers or name in unstartable:
            if verdict == "ready" and not stoppers:
                lost.append(name)
            skipped.append({"step": name, "because": blockers(steps[name], outcomes) if verdict == "skip" or not stoppers else stoppers})
            outcomes[name] = "skipped"
        elif verdict == "ready":
            ready.add(name)
    return {"ready": [name for name in steps if name in ready], "skipped": skipped, "stoppers": stoppers, "lost": lost}


def blockers(facts, outcomes):
    ends = [(one["step"], one["on"], outcomes.get(one["step"])) for one in facts["after"]]
    return [name for name, word, outcome in ends if outcome is not None and not satisfies(word, outcome)]


def ordered(steps):
    """Each step after those it waits for; among those that could come next the first declared."""
    left, result = dict.fromkeys(steps), []
    while True:
        free = next((name for name in left if not any(one["step"] in left for one in steps[name]["after"])), None)
        if free is None:
            return result
        del left[free]
        result.append(free)
