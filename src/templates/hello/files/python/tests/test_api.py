import unittest

from tests.call import start_api


class ApiTest(unittest.TestCase):
    def test_the_greeting_names_the_query_or_the_world(self):
        call = start_api()
        time = "2026-01-31T12:00:00.000Z"
        named = call("GET /hello", query={"name": "Ada"})
        self.assertEqual((named.status, named.body), (200, {"message": "Hello, Ada!", "time": time}))
        self.assertEqual(call("GET /hello").body, {"message": "Hello, world!", "time": time})

    def test_a_name_that_the_contract_rejects_is_400(self):
        call = start_api()
        for name in ("", "x" * 101):
            refused = call("GET /hello", query={"name": name})
            self.assertEqual((refused.status, refused.body["code"]), (400, "BAD_REQUEST_PARAMETERS"))
            self.assertEqual(refused.body["details"][0]["path"], "name")

    def test_health_needs_no_key(self):
        self.assertEqual(start_api()("GET /health").body, {"status": "ok"})


if __name__ == "__main__":
    unittest.main()
