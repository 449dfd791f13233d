"""What would not be delivered is told without anything being sent."""

import json

from aws import respond
from delivery.review import tell_what_is_undeliverable
from rules_test import Rule as RuleCase

tell_what_is_undeliverable()


class Review(RuleCase):
    def told(self):
        status, _, body = respond("GET", "http://localhost:0/emulator/undeliverable")
        self.assertEqual(status, 200)
        return {(each["what"], each["code"], each["message"].rpartition(" ")[2]) for each in json.loads(body)}

    def test_of_what_is_let_in(self):
        self.target(self.queue("a", self.lets_rule()), DeadLetterConfig={"Arn": self.queue("b", self.lets_rule())})
        self.assertEqual(self.told(), set())

    def test_of_what_is_not(self):
        closed, dead = self.queue("closed"), self.queue("dead")
        self.target(closed, DeadLetterConfig={"Arn": dead})
        by = f"delivery by {self.rule}"
        self.assertEqual(self.told(), {(by, "NO_PERMISSIONS", closed), (by, "NO_PERMISSIONS", dead)})
        self.assertEqual(self.messages(dead), [])
