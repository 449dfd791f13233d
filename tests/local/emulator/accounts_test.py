"""Roles that cannot be assumed, and accounts that are not active."""

import json

from aws import MANAGEMENT, Case, allow, respond, client, policy


class AssumingRoles(Case):
    def assume(self, arn, account=MANAGEMENT, **parameters):
        return client("sts", account).assume_role(RoleArn=arn, RoleSessionName="test", **parameters)

    def test_a_role_that_does_not_exist(self):
        said = self.refused("AccessDenied", self.assume, f"arn:aws:iam::{self.member}:role/nobody")
        self.assertIn("sts:AssumeRole on resource", said)

    def test_a_role_that_trusts_somebody_else(self):
        arn = self.role("own", self.member)
        self.assume(arn, self.member)
        self.refused("AccessDenied", self.assume, arn)
        self.refused("AccessDenied", self.assume, arn, self.security)

    def test_a_condition_on_the_external_id(self):
        trust = policy(
            allow({"AWS": MANAGEMENT}, "sts:AssumeRole", None, StringEquals={"sts:ExternalId": "agreed-upon"})
        )
        client("iam", self.member).create_role(RoleName="a", AssumeRolePolicyDocument=trust)
        arn = f"arn:aws:iam::{self.member}:role/a"
        self.refused("AccessDenied", self.assume, arn)
        self.assume(arn, ExternalId="agreed-upon")


class RegionsOfAccounts(Case):
    def setUp(self):
        super().setUp()
        self.account = client("account")

    def trust(self):
        client("organizations").enable_aws_service_access(ServicePrincipal="account.amazonaws.com")

    def test_are_told_the_management_account_by_trusted_access(self):
        self.refused("AccessDeniedException", self.account.list_regions, AccountId=self.member)
        self.trust()
        said = self.account.list_regions(AccountId=self.member, RegionOptStatusContains=["ENABLED_BY_DEFAULT"])
        names = [each["RegionName"] for each in said["Regions"]]
        self.assertIn("us-east-1", names)
        self.assertNotIn("cn-north-1", names)
        self.assertEqual({each["RegionOptStatus"] for each in said["Regions"]}, {"ENABLED_BY_DEFAULT"})

    def test_are_told_of_no_stranger_and_not_of_the_management_account_by_its_id(self):
        self.trust()
        self.refused("AccessDeniedException", self.account.list_regions, AccountId="999999999999")
        self.refused("AccessDeniedException", self.account.list_regions, AccountId=MANAGEMENT)
        self.assertTrue(self.account.list_regions()["Regions"])

    def test_are_told_a_member_of_itself_alone(self):
        self.trust()
        own = client("account", self.member)
        self.assertTrue(own.list_regions()["Regions"])
        self.refused("AccessDeniedException", own.list_regions, AccountId=self.security)


class StatesOfAccounts(Case):
    def setting(self, query):
        status, _, body = respond("POST", f"http://localhost:0/emulator/account?{query}")
        return status, json.loads(body)["problem"]

    def test_an_account_that_nobody_can_assume_a_role_in(self):
        self.assertEqual(self.setting(f"id={self.member}&assumable=false"), (200, None))
        arn = f"arn:aws:iam::{self.member}:role/OrganizationAccountAccessRole"
        parameters = {"RoleArn": arn, "RoleSessionName": "test"}
        self.refused("AccessDenied", client("sts").assume_role, **parameters)
        self.assertEqual(self.setting(f"id={self.member}&assumable=true"), (200, None))
        client("sts").assume_role(**parameters)

    def test_a_state_that_organizations_tells(self):
        for state in ("SUSPENDED", "PENDING_ACTIVATION"):
            self.assertEqual(self.setting(f"id={self.member}&state={state}"), (200, None))
            found = client("organizations").describe_account(AccountId=self.member)["Account"]
            self.assertEqual(found["State"], state)
            listed = {each["Id"]: each["State"] for each in client("organizations").list_accounts()["Accounts"]}
            self.assertEqual((listed[self.member], listed[self.logging]), (state, "ACTIVE"))
            arn = f"arn:aws:iam::{self.member}:role/OrganizationAccountAccessRole"
            self.refused("AccessDenied", client("sts").assume_role, RoleArn=arn, RoleSessionName="test")

    def test_what_cannot_be_set(self):
        self.assertEqual(self.setting(f"id={self.member}&state=GONE")[0], 400)
        self.assertEqual(self.setting("id=999999999999&state=SUSPENDED")[0], 400)
