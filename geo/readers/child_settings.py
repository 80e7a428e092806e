"""Settings of the processes that read foreign files; the fork server imports this before any library.

Arrow's own allocator takes 130 MB at its first use, a quarter of what a child may have. A reader needs no setting of
the service, and one of them may hold a password.
"""

import os

os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"
for _name in [name for name in os.environ if name.startswith("LINGANG_")]:
    del os.environ[_name]
