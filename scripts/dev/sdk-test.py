#!/usr/bin/env python3
"""Drives a running simulator with the official Python SDK, unchanged, and checks what it says.

Usage: sdk-test.py PORT ACCESS_KEY_ID SECRET

Needs `pip install zenlayercloud-sdk-python`, in an environment of the caller's. The simulator must be a fresh one with at
least 150 instances. Prints a line for each check; the exit code is 1 at the first that fails.
"""

import json
import os
import sys
import time
import urllib.request

os.environ["NO_PROXY"] = "127.0.0.1"

from zenlayercloud.common.config import Config
from zenlayercloud.common.credential import Credential
from zenlayercloud.common.excpetion.zenlayer_cloud_sdk_exception import ZenlayerCloudSdkException
from zenlayercloud.zec.v20250901 import models, zec_client


def main(port, key, secret):
    def client(key=key, secret=secret):
        return zec_client.ZecClient(
            Credential(key, secret),
            Config(scheme="http", domain=f"127.0.0.1:{port}", request_timeout=30))

    cloud = client()
    fleet = every_page(cloud, 100)
    check("pages of 100 show everybody once", len(fleet) == len(set(fleet)) >= 150)
    check("pages of 7 show the same", every_page(cloud, 7) == fleet)
    check("a page of 1000 is allowed", len(page(cloud, 1000, 1).dataSet) == len(fleet))
    refused("a page of 1001 is refused", "INVALID_PARAMETER_EXCEED_MAXIMUM", lambda: page(cloud, 1001, 1))
    check("without a size, 20 are shown", len(page(cloud, None, None).dataSet) == 20)

    refused("101 ids are refused", "INVALID_PARAMETER_EXCEED_LENGTH", lambda: reboot(cloud, fleet[:101]))
    refused("no ids are refused", "INVALID_PARAMETER_LESS_LENGTH", lambda: reboot(cloud, []))
    refused("an unknown id is refused", "INVALID_INSTANCE_NOT_FOUND", lambda: reboot(cloud, ["no-such"]))
    refused("a wrong secret is refused", "AUTHFAILURE_SIGNATURE_FAILURE",
            lambda: reboot(client(secret=secret + "x"), fleet[:1]))
    refused("an unknown key is refused", "AUTHFAILURE_SIGNATURE_FAILURE",
            lambda: reboot(client(key=key + "x"), fleet[:1]))
    check("nothing was rebooted so far", truth(port)["boots"] == {})

    check("100 ids are accepted", reboot(cloud, fleet[:100]).instanceIds == [])
    check("they are seen in REBOOT", wait_for(lambda: set(statuses(cloud, fleet[:100])) == {"REBOOT"}))
    refused("a reboot during a reboot is refused", "OPERATION_DENIED_INSTANCE_STATUS",
            lambda: reboot(cloud, fleet[:1]))
    check("they are seen in RUNNING again", wait_for(lambda: set(statuses(cloud, fleet[:100])) == {"RUNNING"}))
    told = truth(port)
    check("the truth has one boot for each of them", told["boots"] == {id: 1 for id in fleet[:100]})
    check("no instance was rebooted twice", told["doubleReboots"] == [])


def page(cloud, size, number):
    request = models.DescribeInstancesRequest()
    request.pageSize, request.pageNum = size, number
    return cloud.DescribeInstances(request)


def every_page(cloud, size):
    ids, number = [], 1
    while True:
        answer = page(cloud, size, number)
        ids += [row.instanceId for row in answer.dataSet]
        if len(ids) >= answer.totalCount or not answer.dataSet:
            return ids
        number += 1


def reboot(cloud, ids):
    request = models.RebootInstancesRequest()
    request.instanceIds = ids
    return cloud.RebootInstances(request)


def statuses(cloud, ids):
    request = models.DescribeInstancesStatusRequest()
    request.instanceIds, request.pageSize, request.pageNum = ids, len(ids), 1
    return [row.instanceStatus for row in cloud.DescribeInstancesStatus(request).dataSet]


def truth(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/truth") as answer:
        return json.load(answer)


def wait_for(condition, seconds=120):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.2)
    return False


def check(what, holds):
    print(("ok      " if holds else "FAILED  ") + what, flush=True)
    if not holds:
        sys.exit(1)


def refused(what, code, call):
    try:
        call()
        check(f"{what} (it was accepted)", False)
    except ZenlayerCloudSdkException as error:
        check(f"{what} (it was {error.code})" if error.code != code else what, error.code == code)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
