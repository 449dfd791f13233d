"""The regions of accounts, by the Account Management API."""

from moto.account.responses import AccountResponse
from moto.account.urls import url_paths
from moto.core.responses import ActionResult
from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend
from moto.utilities.utils import get_partition

STATUSES = {"opt-in-not-required": "ENABLED_BY_DEFAULT", "opted-in": "ENABLED", "not-opted-in": "DISABLED"}


def list_them():
    """Moto does not have them. Every account has what EC2 tells of it, and the partition's alone.
    https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html
    """

    def list_regions(response):
        wanted = response._get_param("RegionOptStatusContains") or list(STATUSES.values())
        regions = [
            {"RegionName": region.name, "RegionOptStatus": STATUSES[region.opt_in_status]}
            for region in RegionsAndZonesBackend.regions
            if get_partition(region.name) == response.partition
        ]
        return ActionResult({"Regions": [each for each in regions if each["RegionOptStatus"] in wanted]})

    AccountResponse.list_regions = list_regions
    url_paths["{0}/listRegions$"] = AccountResponse.dispatch
