"""What Schemathesis may not do: reach another computer, or start more runs than there are addresses."""

import schemathesis

# Nobody listens there. A box takes one run at a time, so these are also all the runs that can be at work at once.
ADDRESSES = [f"root@127.0.0.1:{port}" for port in range(1, 9)]
# Refused wherever a connection is read, before anything is looked up.
NO_CONNECTION = "no connection"
FIELDS = ("ssh_connection", "connection")
# No field of any body may have these names (api/checked-body.ts); a schema could say so only for each level anew.
REFUSED = ("__proto__", "prototype", "constructor")
# Calls that answer when their step has ended on the box: with an address they would wait for it until their limit. What they
# answer then is compared with the document by api/answers.test.ts.
WAITING = ("/ssh/", "/sync/")
AT_ONCE = ("/ssh/verify-host", "/ssh/host-keys/")


def closed(value, known=ADDRESSES):
    """The same data with every address in it one of those, or one that is refused."""
    if isinstance(value, list):
        return [closed(item, known) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: field(key, item, known) for key, item in value.items() if key not in REFUSED}


def field(key, value, known):
    # A number would be read as that of an instance at Vast.
    if key not in ("host", *FIELDS) or not isinstance(value, str):
        return closed(value, known)
    if key == "host":
        return "127.0.0.1"
    return value if value in known else NO_CONNECTION


def waits(path):
    return path.startswith(WAITING) and not path.startswith(AT_ONCE) or path.endswith("/execute-step")


def bound(schema):
    """Gives the addresses to the schema too, so that data that is meant to be right is."""
    if isinstance(schema, list):
        for item in schema:
            bound(item)
    elif isinstance(schema, dict):
        properties = schema.get("properties")
        for name in FIELDS if isinstance(properties, dict) else ():
            if name in properties:
                properties[name] = {"type": "string", "enum": ADDRESSES}
        for item in schema.values():
            bound(item)


@schemathesis.hook
def before_load_schema(ctx, schema):
    for item in schema.get("paths", {}).values():
        for operation in item.values():
            bound(operation.get("requestBody", {}))
    # Schemas with a name that only requests use.
    for name, one in schema.get("components", {}).get("schemas", {}).items():
        if name.startswith("RunStart") and name != "RunStarted" or name.endswith("Input"):
            bound(one)


@schemathesis.hook
def before_call(ctx, case, kwargs):
    if isinstance(case.body, (dict, list)):
        case.body = closed(case.body, () if waits(case.operation.path) else ADDRESSES)
    if isinstance(case.query, dict):
        case.query = closed(case.query)
