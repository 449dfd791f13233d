"""Stack sets that CloudFormation manages: where they make stacks, who may have them, and what they tell of failures."""

import json

from aws import MANAGEMENT, Case, client, respond

SERVICE = "member.org.stacksets.cloudformation.amazonaws.com"
REGIONS = ["us-east-1", "eu-west-1"]
TEMPLATE = {
    "AWSTemplateFormatVersion": "2010-09-09",
    "Resources": {
        "Rule": {
            "Type": "AWS::Events::Rule",
            "Properties": {"Name": "a-rule", "EventPattern": {"source": ["aws.iam"]}, "State": "ENABLED"},
        },
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "RoleName": {"Fn::Sub": "a-role-${AWS::Region}"},
                "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []},
            },
        },
    },
}


class StackSets(Case):
    """A stack set of the whole organization but self.logging, made by the management account."""

    def setUp(self):
        super().setUp()
        self.root = client("organizations").list_roots()["Roots"][0]["Id"]

    def make(self, account=MANAGEMENT, tolerated=0, **more):
        self.sets = client("cloudformation", account)
        self.named = {"StackSetName": "a-set", **more}
        self.sets.create_stack_set(
            TemplateBody=json.dumps(TEMPLATE),
            PermissionModel="SERVICE_MANAGED",
            AutoDeployment={"Enabled": True, "RetainStacksOnAccountRemoval": False},
            **self.named,
        )
        return self.ended(self.sets.create_stack_instances(Regions=REGIONS, **self.all(tolerated)))

    def all(self, tolerated=0):
        return {
            **self.named,
            "DeploymentTargets": {
                "OrganizationalUnitIds": [self.root],
                "AccountFilterType": "DIFFERENCE",
                "Accounts": [self.logging],
            },
            "OperationPreferences": {"FailureTolerancePercentage": tolerated},
        }

    def ended(self, begun):
        which = {**self.named, "OperationId": begun["OperationId"]}
        return self.sets.describe_stack_set_operation(**which)["StackSetOperation"]

    def instances(self):
        found = self.sets.list_stack_instances(**self.named)["Summaries"]
        return {(each["Account"], each["Region"]): each for each in found}

    def states(self):
        return {
            where: (each["Status"], each["StackInstanceStatus"]["DetailedStatus"])
            for where, each in self.instances().items()
        }

    def set(self, query):
        self.assertEqual(respond("POST", f"http://localhost:0/emulator/account?{query}")[0], 200)

    def rules(self, account, region):
        return [each["Name"] for each in client("events", account, region).list_rules()["Rules"]]


class WhereTheyAre(StackSets):
    def test_in_every_account_of_the_units_but_the_management_account_and_those_left_out(self):
        self.assertEqual(self.make()["Status"], "SUCCEEDED")
        everywhere = {(account, region) for account in (self.security, self.member) for region in REGIONS}
        self.assertEqual(set(self.instances()), everywhere)
        self.assertEqual({each["OrganizationalUnitId"] for each in self.instances().values()}, {self.root})
        self.assertEqual(self.rules(self.member, "eu-west-1"), ["a-rule"])
        self.assertEqual(self.rules(MANAGEMENT, "us-east-1"), [])
        self.assertIsNotNone(client("iam", self.member).get_role(RoleName="a-role-eu-west-1"))

    def test_until_they_are_deleted(self):
        self.make()
        self.refused("StackSetNotEmptyException", self.sets.delete_stack_set, **self.named)
        self.sets.delete_stack_instances(Regions=REGIONS, RetainStacks=False, **self.all())
        self.assertEqual((self.instances(), self.rules(self.member, "eu-west-1")), ({}, []))
        self.sets.delete_stack_set(**self.named)

    def test_until_their_account_leaves_the_units_unless_it_is_to_keep_them(self):
        elsewhere = client("organizations").create_organizational_unit(ParentId=self.root, Name="elsewhere")
        unit = client("organizations").create_organizational_unit(ParentId=self.root, Name="units")
        move = client("organizations").move_account
        wanted, other = unit["OrganizationalUnit"]["Id"], elsewhere["OrganizationalUnit"]["Id"]
        for account in (self.member, self.security):
            move(AccountId=account, SourceParentId=self.root, DestinationParentId=wanted)
        self.root = wanted
        self.make()
        move(AccountId=self.member, SourceParentId=wanted, DestinationParentId=other)
        self.assertEqual(self.rules(self.member, "eu-west-1"), [])
        keep = {"Enabled": True, "RetainStacksOnAccountRemoval": True}
        self.sets.update_stack_set(AutoDeployment=keep, UsePreviousTemplate=True, **self.named)
        move(AccountId=self.security, SourceParentId=wanted, DestinationParentId=other)
        self.assertEqual((self.instances(), self.rules(self.security, "eu-west-1")), ({}, ["a-rule"]))

    def test_with_what_the_set_was_changed_to(self):
        self.make()
        changed = json.loads(json.dumps(TEMPLATE).replace("a-rule", "another"))
        self.sets.update_stack_set(TemplateBody=json.dumps(changed), **self.named)
        self.assertEqual(self.rules(self.member, "eu-west-1"), ["another"])


class Delegation(StackSets):
    delegate = {"CallAs": "DELEGATED_ADMIN"}

    def register(self):
        client("organizations").register_delegated_administrator(AccountId=self.security, ServicePrincipal=SERVICE)

    def test_an_account_that_is_not_registered(self):
        said = self.refused("ValidationError", self.make, self.security, **self.delegate)
        self.assertIn("not a delegated administrator", said)
        self.refused("ValidationError", self.make, self.security)
        self.refused("ValidationError", self.make, MANAGEMENT, **self.delegate)

    def test_one_that_is_has_the_sets_of_the_management_account(self):
        self.register()
        self.make(self.security, **self.delegate)
        self.refused("ValidationError", client("cloudformation", self.member).list_stack_sets, **self.delegate)
        of_management = client("cloudformation").list_stack_instances(StackSetName="a-set")["Summaries"]
        self.assertEqual(len(of_management), len(self.instances()))
        self.assertNotIn(MANAGEMENT, {account for account, _ in self.instances()})
        of_itself = client("cloudformation", self.security).describe_stack_set
        self.refused("StackSetNotFoundException", of_itself, StackSetName="a-set")

    def test_one_that_is_reads_the_organization_and_others_do_not(self):
        self.refused("AccessDeniedException", client("organizations", self.security).list_accounts)
        client("organizations", self.member).describe_organization()
        self.register()
        listed = client("organizations", self.security).list_accounts_for_parent(ParentId=self.root)["Accounts"]
        self.assertIn(self.member, {each["Id"] for each in listed})
        self.refused("AccessDeniedException", client("organizations", self.member).list_accounts)


class Failures(StackSets):
    def test_a_region_that_is_denied_fails_with_a_reason_until_it_is_tried_again(self):
        self.set(f"id={self.member}&deniedRegions=eu-west-1")
        operation = self.make(tolerated=50)
        self.assertEqual((operation["Status"], operation["StatusDetails"]["FailedStackInstancesCount"]), ("SUCCEEDED", 1))
        failed = self.instances()[self.member, "eu-west-1"]
        self.assertEqual((failed["Status"], failed["StackInstanceStatus"]["DetailedStatus"]), ("OUTDATED", "FAILED"))
        self.assertIn("stacksets-exec-", failed["StatusReason"])
        self.assertIn("explicit deny in a service control policy", failed["StatusReason"])
        self.assertNotIn("StackId", failed)
        which = {**self.named, "OperationId": operation["OperationId"]}
        results = self.sets.list_stack_set_operation_results(**which)["Summaries"]
        self.assertEqual(sorted(each["Status"] for each in results), ["FAILED", *["SUCCEEDED"] * 3])
        self.assertEqual({each.get("StatusReason") for each in results}, {None, failed["StatusReason"]})

        self.set(f"id={self.member}&deniedRegions=")
        self.assertEqual(self.states()[self.member, "eu-west-1"], ("OUTDATED", "FAILED"))
        self.ended(self.sets.update_stack_instances(Regions=["eu-west-1"], **self.all()))
        self.assertEqual(set(self.states().values()), {("CURRENT", "SUCCEEDED")})
        self.assertEqual(self.rules(self.member, "eu-west-1"), ["a-rule"])

    def test_more_than_is_tolerated_fails_the_operation(self):
        self.set(f"id={self.member}&deniedRegions=eu-west-1")
        self.assertEqual(self.make(tolerated=49)["Status"], "FAILED")

    def test_a_suspended_account_is_skipped_and_is_no_failure(self):
        self.set(f"id={self.member}&state=SUSPENDED")
        self.assertEqual(self.make()["Status"], "SUCCEEDED")
        skipped = ("OUTDATED", "SKIPPED_SUSPENDED_ACCOUNT")
        current = ("CURRENT", "SUCCEEDED")
        self.assertEqual(self.states()[self.member, "eu-west-1"], skipped)
        self.assertEqual(self.states()[self.security, "eu-west-1"], current)
        self.set(f"id={self.member}&state=ACTIVE")
        self.assertEqual(self.rules(self.member, "eu-west-1"), [])

    def test_drift_is_told_once_it_has_been_looked_for(self):
        self.make()
        client("events", self.member, "eu-west-1").disable_rule(Name="a-rule")
        self.assertEqual({each["DriftStatus"] for each in self.instances().values()}, {"NOT_CHECKED"})
        begun = self.sets.detect_stack_set_drift(**self.named)
        self.assertEqual(self.ended(begun)["Status"], "RUNNING")
        details = self.ended(begun)["StackSetDriftDetectionDetails"]
        self.assertEqual((details["DriftDetectionStatus"], details["DriftedStackInstancesCount"]), ("COMPLETED", 1))
        found = {where: each["DriftStatus"] for where, each in self.instances().items()}
        self.assertEqual(found.pop((self.member, "eu-west-1")), "DRIFTED")
        self.assertEqual(set(found.values()), {"IN_SYNC"})
