#!/usr/bin/env python3
"""A rolling reboot as a careful engineer writes it in Python: the peer that zecscript is measured beside.

Usage: roll_asyncio.py --endpoint URL --batch-size 20 --health-url http://%s/health

Needs aiohttp. Credentials come from ZENLAYER_ACCESS_KEY_ID and ZENLAYER_ACCESS_KEY_SECRET. Reboots every instance there is,
batch by batch, and prints a summary as JSON. Exit code 0: all are done; 5: stopped by a failure.

What makes it careful: a reboot is never sent twice unless it surely did not arrive; ids that the answer lists as failed count
as failed; RUNNING counts only after another status was seen; nothing is done before its health check passed some times in a
row; one request asks for the statuses of a hundred; the first failure stops the roll.
"""

import argparse
import asyncio
import hashlib
import hmac
import json
import os
import sys
import time

import aiohttp

ATTEMPTS = 5
IDS_MAX = 100  # the limit of ids in one request
PAGE_SIZE = 1000


class Refused(Exception):
    """The cloud said no: nothing was done."""


class Unknown(Exception):
    """It is not known whether the request was carried out."""


# MARK: The cloud

class Cloud:
    def __init__(self, http, endpoint, key, secret):
        self.http, self.key, self.secret = http, key, secret
        self.url = endpoint.rstrip("/") + "/api/v2/zec"
        self.host = endpoint.split("://", 1)[1].rstrip("/")

    async def instances(self):
        rows, number = [], 1
        while True:
            page = await self.read("DescribeInstances", {"pageSize": PAGE_SIZE, "pageNum": number})
            rows += page["dataSet"]
            if len(rows) >= page["totalCount"] or not page["dataSet"]:
                return rows
            number += 1

    async def statuses(self, ids):
        """Statuses by id; an instance that the cloud does not name is left out."""
        parts = [ids[i:i + IDS_MAX] for i in range(0, len(ids), IDS_MAX)]
        answers = await asyncio.gather(*(
            self.read("DescribeInstancesStatus", {"instanceIds": part, "pageSize": IDS_MAX, "pageNum": 1})
            for part in parts))
        return {row["instanceId"]: row["instanceStatus"] for answer in answers for row in answer["dataSet"]}

    async def reboot(self, ids):
        """Returns the ids that were refused; raises Unknown where the answer does not come."""
        answer = await self.call("RebootInstances", {"instanceIds": ids}, may_repeat=False)
        return set(answer.get("instanceIds") or [])

    async def read(self, action, parameters):
        return await self.call(action, parameters, may_repeat=True)

    async def call(self, action, parameters, may_repeat):
        for attempt in range(1, ATTEMPTS + 1):
            is_last = attempt == ATTEMPTS
            try:
                status, text = await self.post(action, json.dumps(parameters).encode())
            except aiohttp.ClientConnectorError as error:  # the request never left this machine
                if is_last:
                    raise Refused(str(error)) from error
            except (aiohttp.ClientError, asyncio.TimeoutError) as error:
                if not may_repeat or is_last:
                    raise Unknown(repr(error)) from error
            else:
                if status == 200:
                    return self.response_in(text)
                if status != 429 and status < 500:
                    raise Refused(text)
                if status >= 500 and not may_repeat:
                    raise Unknown(text)
                if is_last:
                    raise Refused(text)
            await asyncio.sleep(0.5 * 2 ** attempt)

    async def post(self, action, body):
        async with self.http.post(self.url, data=body, headers=self.headers(action, body)) as answer:
            return answer.status, await answer.text()

    @staticmethod
    def response_in(text):
        try:
            return json.loads(text)["response"]
        except (ValueError, KeyError, TypeError) as error:
            raise Unknown("the answer cannot be read") from error

    def headers(self, action, body):
        """Signed anew for each attempt, for a signature is good for five minutes only."""
        timestamp = str(int(time.time()))
        canonical = (f"POST\n/\n\ncontent-type:application/json\nhost:{self.host}\n\ncontent-type;host\n"
                     + hashlib.sha256(body).hexdigest())
        text = f"ZC2-HMAC-SHA256\n{timestamp}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        signature = hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        return {
            "Content-Type": "application/json", "Host": self.host, "X-ZC-Action": action, "X-ZC-Version": "2025-09-01",
            "X-ZC-Timestamp": timestamp, "X-ZC-Signature-Method": "ZC2-HMAC-SHA256",
            "Authorization": f"ZC2-HMAC-SHA256 Credential={self.key}, SignedHeaders=content-type;host, "
                             f"Signature={signature}",
        }


# MARK: Health

async def is_healthy(http, url):
    try:
        async with http.get(url, timeout=aiohttp.ClientTimeout(total=5)) as answer:
            return 200 <= answer.status < 300
    except (aiohttp.ClientError, asyncio.TimeoutError):
        return False


async def wait_until_healthy(http, url, options):
    """Whether it answers well so often in a row before the time is up; one good answer may be luck."""
    deadline, in_a_row = time.monotonic() + options.health_timeout, 0
    while time.monotonic() < deadline:
        in_a_row = in_a_row + 1 if await is_healthy(http, url) else 0
        if in_a_row >= options.consecutive:
            return True
        await asyncio.sleep(options.health_interval)
    return False


# MARK: One batch

class Batch:
    def __init__(self, cloud, http, rows, options):
        self.cloud, self.http, self.options = cloud, http, options
        self.rows = {row["instanceId"]: row for row in rows}
        self.outcomes, self.left, self.checks = {}, set(), []

    async def run(self):
        """Reboots it, and returns an outcome for each id: done, failed, uncertain or skipped."""
        await self.leave_out_those_not_running()
        await self.ask()
        await self.follow()
        await asyncio.gather(*self.checks)
        return self.outcomes

    def waiting(self):
        return [id for id in self.rows if id not in self.outcomes]

    async def leave_out_those_not_running(self):
        statuses = await self.cloud.statuses(self.waiting())
        for id in self.waiting():
            if statuses.get(id) != "RUNNING":
                self.outcomes[id] = "skipped"

    async def ask(self):
        ids = self.waiting()
        self.asked, self.was_accepted = time.monotonic(), True
        if not ids:
            return
        try:
            refused = await self.cloud.reboot(ids)
        except Unknown:  # the statuses that follow decide
            refused, self.was_accepted = set(), False
        except Refused:
            refused = set(ids)
        for id in refused:
            self.outcomes[id] = "failed"

    async def follow(self):
        """Looks at all that are under way with one request a tick, until each is back or given up."""
        pending = set(self.waiting())
        while pending:
            await asyncio.sleep(self.options.poll)
            try:
                statuses = await self.cloud.statuses(sorted(pending))
            except (Refused, Unknown):  # a request that fails decides nothing
                statuses = {}
            for id in list(pending):
                if self.is_over(id, statuses.get(id)):
                    pending.discard(id)

    def is_over(self, id, status):
        seconds = time.monotonic() - self.asked
        if status not in (None, "RUNNING"):
            self.left.add(id)
        if status == "RUNNING" and id in self.left:
            self.checks.append(asyncio.create_task(self.check(id)))
            return True
        if id not in self.left and seconds >= self.options.leave_timeout:
            self.outcomes[id] = "uncertain"  # RUNNING all the time: unknown whether the instance rebooted
        elif seconds >= self.options.reboot_timeout:
            self.outcomes[id] = "failed"
        return id in self.outcomes

    async def check(self, id):
        row = self.rows[id]
        address = (row.get("publicIpAddresses") or row.get("privateIpAddresses"))[0]
        well = await wait_until_healthy(self.http, self.options.health_url.replace("%s", address), self.options)
        self.outcomes[id] = "done" if well else "failed"


# MARK: The roll

async def roll(options):
    key, secret = os.environ["ZENLAYER_ACCESS_KEY_ID"], os.environ["ZENLAYER_ACCESS_KEY_SECRET"]
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as http:
        cloud = Cloud(http, options.endpoint, key, secret)
        rows = sorted(await cloud.instances(), key=lambda row: (row["zoneId"], row["instanceName"]))
        outcomes = {row["instanceId"]: "not_started" for row in rows}
        for first in range(0, len(rows), options.batch_size):
            batch = Batch(cloud, http, rows[first:first + options.batch_size], options)
            of_batch = await batch.run()
            outcomes.update(of_batch)
            if "failed" in of_batch.values() or "uncertain" in of_batch.values():
                break
            await asyncio.sleep(options.pause)
        return outcomes


def summary(outcomes, seconds):
    words = ("done", "failed", "uncertain", "skipped", "not_started")
    totals = {word: list(outcomes.values()).count(word) for word in words}
    return {"seconds": round(seconds, 3), "totals": totals, "outcomes": outcomes}


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--health-url", required=True, help="%%s is the instance's address")
    parser.add_argument("--batch-size", type=int, default=1)
    parser.add_argument("--poll", type=float, default=1, help="seconds between two looks at the statuses")
    parser.add_argument("--health-interval", type=float, default=1)
    parser.add_argument("--consecutive", type=int, default=3, help="good answers in a row")
    parser.add_argument("--pause", type=float, default=0, help="after each batch")
    parser.add_argument("--leave-timeout", type=float, default=180)
    parser.add_argument("--reboot-timeout", type=float, default=600)
    parser.add_argument("--health-timeout", type=float, default=300)
    return parser.parse_args()


def main():
    options, began = parse_options(), time.monotonic()
    outcomes = asyncio.run(roll(options))
    print(json.dumps(summary(outcomes, time.monotonic() - began)))
    return 0 if set(outcomes.values()) == {"done"} else 5


if __name__ == "__main__":
    sys.exit(main())
