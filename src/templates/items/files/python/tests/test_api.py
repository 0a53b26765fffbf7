import unittest
import uuid

from tests.call import start_api
from tests.example import another, example, numbered
from tests.memory_dynamodb import AwsError, MemoryDynamoDb
from tests.services import test_services

COLLECTION = "/__items__"
ONE = "/__items__/{__key__}"
VERBS = ("GET", "PUT", "PATCH", "DELETE")


class ApiTest(unittest.TestCase):
    def test_a_resource_can_be_created_read_replaced_updated_and_deleted(self):
        call = start_api()
        created = call(f"POST {COLLECTION}", body=example)
        self.assertEqual((created.status, created.headers["etag"]), (201, '"1"'))
        self.assertEqual(created.body, {**created.body, **example})
        path = {"__key__": created.body["__key__"]}
        self.assertEqual(created.headers["location"], f"__items__/{path['__key__']}")
        self.assertEqual(call(f"GET {ONE}", path=path).body, created.body)

        replaced = call(f"PUT {ONE}", path=path, body=another)
        self.assertEqual((replaced.status, replaced.headers["etag"]), (200, '"2"'))
        self.assertEqual(replaced.body, {**another, **path, **_times(replaced), "createdAt": created.body["createdAt"]})
        changed = call(f"PATCH {ONE}", path=path, body=example)
        self.assertEqual(changed.body, {**another, **example, **path, **_times(changed)})

        self.assertEqual(call(f"DELETE {ONE}", path=path).status, 204)
        self.assertEqual(call(f"GET {ONE}", path=path).status, 404)

    def test_every_method_returns_404_for_an_unknown_id(self):
        call = start_api()
        for name in (str(uuid.uuid4()), "not-a-uuid"):
            for verb in VERBS:
                answer = call(f"{verb} {ONE}", path={"__key__": name}, body=example)
                self.assertEqual((answer.status, answer.body["code"]), (404, "NOT_FOUND"))

    def test_a_list_has_pages_with_a_cursor_for_the_next_one(self):
        call = start_api()
        ids = {call(f"POST {COLLECTION}", body=numbered(at)).body["__key__"] for at in range(5)}
        seen, query = [], {"limit": "2"}
        for more in (True, True, False):
            page = call(f"GET {COLLECTION}", query=query).body
            seen += [listed["__key__"] for listed in page["items"]]
            self.assertEqual("cursor" in page, more)
            query = {"limit": "2", "cursor": page.get("cursor")}
        self.assertEqual(set(seen), ids)
        self.assertEqual(len(seen), len(ids))

    def test_a_list_rejects_invalid_limits_and_cursors(self):
        call = start_api()
        for name, value in [("limit", "0"), ("limit", "101"), ("limit", "x"), ("cursor", ""), ("cursor", "bm9u")]:
            refused = call(f"GET {COLLECTION}", query={name: value})
            self.assertEqual((refused.status, refused.body["code"]), (400, "BAD_REQUEST_PARAMETERS"))
            self.assertEqual(refused.body["details"][0]["path"], name)

    def test_if_match_prevents_overwriting_an_unseen_version(self):
        call = start_api()
        created = call(f"POST {COLLECTION}", body=example)
        path, seen = {"__key__": created.body["__key__"]}, {"If-Match": created.headers["etag"]}
        self.assertEqual(call(f"PUT {ONE}", path=path, headers=seen, body=another).status, 200)
        for verb in ("PUT", "PATCH", "DELETE"):
            self.assertEqual(call(f"{verb} {ONE}", path=path, headers=seen, body=example).status, 412)

    def test_an_idempotency_key_creates_once(self):
        call = start_api()
        headers = {"Idempotency-Key": "a-key"}
        first = call(f"POST {COLLECTION}", headers=headers, body=example)
        self.assertEqual(call(f"POST {COLLECTION}", headers=headers, body=example).body, first.body)
        self.assertEqual(call(f"POST {COLLECTION}", headers=headers, body=another).status, 422)

    def test_a_body_must_match_its_schema(self):
        call = start_api()
        field = next(iter(example))
        for body, path in [({**example, "surprise": 1}, "/surprise"), ({**example, field: {}}, f"/{field}")]:
            refused = call(f"POST {COLLECTION}", body=body)
            self.assertEqual((refused.status, refused.body["code"]), (400, "BAD_REQUEST_BODY"))
            self.assertEqual(refused.body["details"][0]["path"], path)

    def test_a_body_of_another_type_is_rejected(self):
        call = start_api()
        for status, options in [
            (400, {"body": "{"}),
            (400, {}),
            (415, {"body": example, "headers": {"Content-Type": "text/plain"}}),
            (413, {"body": " " * 400_000}),
        ]:
            self.assertEqual(call(f"POST {COLLECTION}", **options).status, status)

    def test_a_correlation_id_is_returned_and_logged_with_the_request(self):
        lines = []
        call = start_api(log=lambda _level, _message, fields: lines.append(fields))
        answer = call("GET /health", headers={"X-Correlation-Id": "abc-1"})
        self.assertEqual((answer.status, answer.headers["x-correlation-id"]), (200, "abc-1"))
        call("GET /nowhere")
        self.assertEqual([line["status"] for line in lines], [200, 404])
        self.assertEqual(lines[0]["correlationId"], "abc-1")

    def test_only_the_configured_origins_may_read_a_response(self):
        call = start_api(origins=["https://a.example", "https://b.example"])
        allowed = call("GET /health", headers={"Origin": "https://b.example"}).headers
        self.assertEqual(allowed["access-control-allow-origin"], "https://b.example")
        refused = call("GET /health", headers={"Origin": "https://b.example.evil"}).headers
        self.assertNotIn("access-control-allow-origin", refused)

    def test_a_failure_of_the_table_is_logged_and_not_returned(self):
        for code, status in [("ThrottlingException", 503), ("SecretDetail", 500)]:
            lines = []
            services = test_services(_Failing(code))
            call = start_api(services, log=lambda *line, lines=lines: lines.append(line))
            answer = call(f"GET {ONE}", path={"__key__": str(uuid.uuid4())})
            self.assertEqual(answer.status, status)
            self.assertNotIn("arn:aws", str(answer))
            self.assertEqual(lines[0][2]["error"]["message"], "arn:aws:internal")


class _Failing(MemoryDynamoDb):
    def __init__(self, code):
        super().__init__({})
        self.code = code

    def get_item(self, **_options):
        raise AwsError(self.code, "arn:aws:internal")


def _times(answer):
    return {name: answer.body[name] for name in ("createdAt", "updatedAt")}


if __name__ == "__main__":
    unittest.main()
