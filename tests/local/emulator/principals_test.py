"""Policies that name principals which do not exist are refused by each service in its own words."""

import json

from aws import MANAGEMENT, Case, allow, client, policy


class PrincipalsThatDoNotExist(Case):
    def setUp(self):
        super().setUp()
        self.nobody = {"AWS": f"arn:aws:iam::{self.security}:role/nobody"}

    def test_key(self):
        kms = client("kms", self.logging)
        said = self.refused("MalformedPolicyDocumentException", kms.create_key, Policy=policy(allow(self.nobody, "kms:*")))
        self.assertIn("invalid principals", said)
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        parameters = {"KeyId": key, "PolicyName": "default", "Policy": policy(allow(self.nobody, "kms:*"))}
        self.refused("MalformedPolicyDocumentException", kms.put_key_policy, **parameters)

    def test_bucket(self):
        s3 = client("s3", self.logging)
        s3.create_bucket(Bucket="a-bucket")
        document = policy(allow(self.nobody, "s3:GetObject", "arn:aws:s3:::a-bucket/*"))
        said = self.refused("MalformedPolicy", s3.put_bucket_policy, Bucket="a-bucket", Policy=document)
        self.assertEqual(said, "Invalid principal in policy")

    def test_queue(self):
        attributes = {"Policy": policy(allow(self.nobody, "sqs:SendMessage"))}
        sqs = client("sqs", self.logging)
        self.refused("InvalidAttributeValue", sqs.create_queue, QueueName="a", Attributes=attributes)
        url = sqs.create_queue(QueueName="a")["QueueUrl"]
        self.refused("InvalidAttributeValue", sqs.set_queue_attributes, QueueUrl=url, Attributes=attributes)

    def test_topic(self):
        sns = client("sns", self.logging)
        arn = sns.create_topic(Name="a")["TopicArn"]
        document = policy(allow(self.nobody, "sns:Publish", arn))
        parameters = {"TopicArn": arn, "AttributeName": "Policy", "AttributeValue": document}
        said = self.refused("InvalidParameter", sns.set_topic_attributes, **parameters)
        self.assertIn("PrincipalNotFound", said)

    def test_trust(self):
        iam = client("iam", self.logging)
        document = policy(allow(self.nobody, "sts:AssumeRole", None))
        said = self.refused("MalformedPolicyDocument", iam.create_role, RoleName="a", AssumeRolePolicyDocument=document)
        self.assertIn(self.nobody["AWS"], said)
        self.role("a", self.logging)
        self.refused("MalformedPolicyDocument", iam.update_assume_role_policy, RoleName="a", PolicyDocument=document)

    def test_user(self):
        nobody = {"AWS": f"arn:aws:iam::{MANAGEMENT}:user/nobody"}
        self.refused("MalformedPolicyDocumentException", client("kms").create_key, Policy=policy(allow(nobody, "kms:*")))

    def test_role_without_its_path(self):
        arn = self.role("analyst", self.security, path="/people/")
        kms = client("kms", self.logging)
        kms.create_key(Policy=policy(allow({"AWS": arn}, "kms:Decrypt")))
        without = {"AWS": arn.replace("/people/", "/")}
        self.refused("MalformedPolicyDocumentException", kms.create_key, Policy=policy(allow(without, "kms:Decrypt")))

    def test_wildcard_in_the_name_of_a_principal(self):
        every = {"AWS": f"arn:aws:iam::{self.security}:role/*"}
        self.refused("MalformedPolicyDocumentException", client("kms").create_key, Policy=policy(allow(every, "kms:*")))

    def test_the_one_that_is_excepted(self):
        statement = {"Effect": "Deny", "NotPrincipal": self.nobody, "Action": "kms:*", "Resource": "*"}
        self.refused("MalformedPolicyDocumentException", client("kms").create_key, Policy=policy(statement))


class PrincipalsThatAreTaken(Case):
    def test_each_form(self):
        reader = self.role("reader", self.security)
        session = f"arn:aws:sts::{self.security}:assumed-role/reader/session"
        accounts = [self.security, f"arn:aws:iam::{self.security}:root"]
        elsewhere = "arn:aws:iam::999999999999:role/of-another-organization"
        client("kms").create_key(
            Policy=policy(
                allow({"AWS": [reader, session, *accounts, elsewhere]}, "kms:Decrypt"),
                allow({"Service": "cloudtrail.amazonaws.com"}, "kms:Decrypt"),
                allow({"AWS": "*"}, "kms:Decrypt"),
                allow("*", "kms:Decrypt"),
            )
        )

    def test_deleting_the_role_later_is_not_looked_at(self):
        reader = self.role("reader", self.security)
        kms = client("kms")
        key = kms.create_key(Policy=policy(allow({"AWS": reader}, "kms:Decrypt")))["KeyMetadata"]["KeyId"]
        client("iam", self.security).delete_role(RoleName="reader")
        found = json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])
        self.assertEqual(found["Statement"][0]["Principal"], {"AWS": reader})
