# Imports the official SDK: the time that a Python script with the SDK needs before its first line.
from zenlayercloud.common.config import Config  # noqa: F401
from zenlayercloud.common.credential import Credential  # noqa: F401
from zenlayercloud.zec.v20250901 import models, zec_client  # noqa: F401
