# Runs calls of before.py, and prints what they give as JSON. A call is a JSON array: the name of a function,
# and its arguments.
import json
import sys

program, calls = sys.argv[1:]
names = {}
exec(compile(open(program).read(), program, "exec"), names)
names["key"] = lambda key, namespace: names["cache"].build_key(key, namespace)
print(json.dumps([names[name](*arguments) for name, *arguments in json.loads(calls)]))
