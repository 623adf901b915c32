# Signed requests per second from 64 threads of the official Python SDK.
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from zenlayercloud.common.config import Config
from zenlayercloud.common.credential import Credential
from zenlayercloud.zec.v20250901 import models, zec_client

address, count, threads = sys.argv[1], int(sys.argv[2]), 64
client = zec_client.ZecClient(
    Credential("bench-key", "bench-secret"), Config(scheme="http", domain=address, keep_alive=True)
)


def ask(_):
    client.DescribeZones(models.DescribeZonesRequest())


with ThreadPoolExecutor(threads) as pool:
    start = time.monotonic()
    for _ in pool.map(ask, range(count)):
        pass
    print("%.0f" % (count / (time.monotonic() - start)))
