"""Tags that AWS does not take are refused."""

from aws import Case, client, policy


def tags(*keys):
    return [{"Key": key, "Value": "value"} for key in keys]


class Tags(Case):
    def test_keys_of_iam_that_differ_in_case_only(self):
        parameters = {"RoleName": "a", "AssumeRolePolicyDocument": policy(), "Tags": tags("Team", "team")}
        said = self.refused("InvalidInput", client("iam").create_role, **parameters)
        self.assertIn("case insensitive", said)
        self.role("a", self.member)
        self.refused("InvalidInput", client("iam", self.member).tag_role, RoleName="a", Tags=tags("Team", "TEAM"))

    def test_keys_of_others_may_differ_in_case(self):
        client("events").put_rule(Name="a", EventPattern="{}", Tags=tags("Team", "team"))

    def test_reserved_keys(self):
        self.refused("InvalidInput", client("iam").create_user, UserName="a", Tags=tags("aws:team"))
        self.refused("InvalidParameterValue", client("sqs").create_queue, QueueName="a", tags={"AWS:team": "a"})
        client("s3").create_bucket(Bucket="a-bucket")
        tagging = {"TagSet": tags("aws:team")}
        self.refused("InvalidTag", client("s3").put_bucket_tagging, Bucket="a-bucket", Tagging=tagging)

    def test_more_than_fifty(self):
        fifty = [f"key{index}" for index in range(50)]
        client("events").put_rule(Name="a", EventPattern="{}", Tags=tags(*fifty))
        self.refused("ValidationException", client("events").put_rule, Name="b", EventPattern="{}", Tags=tags(*fifty, "x"))

    def test_a_key_twice(self):
        self.refused("TagException", client("kms").create_key, Tags=[{"TagKey": "a", "TagValue": "b"}] * 2)
