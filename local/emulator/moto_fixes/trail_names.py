"""The names that trails are asked for by."""

import json

from moto.cloudtrail.responses import CloudTrailResponse


def describe_only_those():
    """CloudTrail describes the trails that are named, by name or ARN; moto describes all.
    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
    """
    describe_all = CloudTrailResponse.describe_trails

    def describe_trails(response):
        described = json.loads(describe_all(response))
        names = response._get_param("trailNameList") or []
        if names:
            described["trailList"] = [
                trail for trail in described["trailList"] if trail["Name"] in names or trail["TrailARN"] in names
            ]
        return json.dumps(described)

    CloudTrailResponse.describe_trails = describe_trails
