# What a Python script pays before its first line when it uses the official SDK.
from zenlayercloud.common.config import Config  # noqa: F401
from zenlayercloud.common.credential import Credential  # noqa: F401
from zenlayercloud.zec.v20250901 import models, zec_client  # noqa: F401
