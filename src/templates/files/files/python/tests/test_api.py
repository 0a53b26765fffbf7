import base64
import json
import unittest

from tests.call import start_api
from tests.services import test_services

INPUT = {"name": "report.pdf", "type": "application/pdf", "size": 5}
ONE = "/documents/{id}"


class Documents(unittest.TestCase):
    def setUp(self):
        self.files = set()
        self.call = start_api(services=test_services(self.files))

    def create(self):
        created = self.call("POST /documents", body=INPUT)
        self.assertEqual(created.status, 201)
        return created.body

    def test_a_document_is_pending_until_its_file_has_come_and_then_has_a_download(self):
        created = self.create()
        path = {"id": created["id"]}
        key = created["upload"]["fields"]["key"]
        self.assertEqual(key, f"test-key/{created['id']}")
        self.assertEqual(self.call(f"GET {ONE}", path=path).body["status"], "pending")
        self.files.add(key)
        found = self.call(f"GET {ONE}", path=path).body
        self.assertEqual(found["status"], "stored")
        self.assertIn(f"/test-key/{created['id']}?X-Amz-Algorithm=", found["download"]["url"])

    def test_the_form_allows_only_the_size_and_the_type_of_the_record(self):
        policy = json.loads(base64.b64decode(self.create()["upload"]["fields"]["policy"]))
        self.assertIn(["content-length-range", 5, 5], policy["conditions"])
        self.assertIn({"Content-Type": "application/pdf"}, policy["conditions"])

    def test_a_document_is_deleted_with_its_file(self):
        created = self.create()
        path = {"id": created["id"]}
        self.files.add(created["upload"]["fields"]["key"])
        self.assertEqual(self.call(f"DELETE {ONE}", path=path).status, 204)
        self.assertEqual(self.files, set())
        self.assertEqual(self.call(f"GET {ONE}", path=path).status, 404)

    def test_a_type_or_a_size_that_is_not_allowed_is_rejected(self):
        for change, path in (({"type": "text/html"}, "/type"), ({"size": 300_000_000}, "/size")):
            response = self.call("POST /documents", body={**INPUT, **change})
            self.assertEqual((response.status, response.body["details"][0]["path"]), (400, path))
