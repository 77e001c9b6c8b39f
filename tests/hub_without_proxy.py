"""The settings of a JupyterHub that has no proxy in front of it: what it would start is neither needed nor installed."""

NO_PROXY = """\
from jupyterhub.proxy import Proxy
class NoProxy(Proxy):
    should_start = False
    async def add_route(self, routespec, target, data): pass
    async def delete_route(self, routespec): pass
    async def get_all_routes(self): return {}
    async def get_route(self, routespec): return None
    async def check_routes(self, *rest, **more): pass
c = get_config()
c.JupyterHub.proxy_class = NoProxy
"""
