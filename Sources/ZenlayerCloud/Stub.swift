import AsyncHTTPClient
import Crypto
import NIOSSL
