import assert from "node:assert/strict";
import { parseSettings } from "../../settings";
import { VALID, itRefuses } from "./valid";

const NO_US_EAST_1 =
    '"us-east-1" is missing. IAM, STS, Organizations and the other global services send their events only there, and ' +
    'without it they are never forwarded. Add it, or write "enabled".';

describe("settings of regions that are refused", () => {
    itRefuses([
        [
            "an unknown home region",
            { homeRegion: "us-wset-2" },
            'homeRegion is "us-wset-2": no AWS region of this name is known. Did you mean "us-west-2"?',
        ],
        [
            "a home region that is like none",
            { homeRegion: "moon" },
            'homeRegion is "moon": no AWS region of this name is known. Write one like "us-east-1".',
        ],
        [
            "an unknown region in the list",
            { regions: ["us-east-1", "eu-wset-1"] },
            'regions[1] is "eu-wset-1": no AWS region of this name is known. Did you mean "eu-west-1"?',
        ],
        [
            "a region that is not a string",
            { regions: ["us-east-1", 5] },
            'regions[1] is 5: the name of an AWS region, e.g. "us-east-1".',
        ],
        [
            "one region outside a list",
            { regions: "us-east-1" },
            'regions is "us-east-1": "enabled", or a list of names of regions.',
        ],
        [
            "a list of regions without us-east-1",
            { homeRegion: "eu-west-1", regions: ["eu-west-1", "eu-north-1"] },
            `regions is ["eu-west-1","eu-north-1"]: ${NO_US_EAST_1}`,
        ],
        [
            "a list of regions without the home region",
            { homeRegion: "eu-west-1", regions: ["us-east-1"] },
            'regions is ["us-east-1"]: homeRegion "eu-west-1" is missing. Add it, or write "enabled".',
        ],
        [
            "a region twice",
            { regions: ["us-east-1", "eu-west-1", "eu-west-1"] },
            'regions[2] is "eu-west-1": the list has it already. Write it once.',
        ],
        [
            "another home region in China than that of the global services",
            { homeRegion: "cn-northwest-1", regions: ["cn-northwest-1", "cn-north-1"] },
            'homeRegion is "cn-northwest-1": EventBridge delivers no event from one region of China to the bus in another, ' +
                'and the global services send theirs to "cn-north-1" only. Write that.',
        ],
        [
            "two regions in China",
            { homeRegion: "cn-north-1", regions: ["cn-north-1", "cn-northwest-1"] },
            'regions is ["cn-north-1","cn-northwest-1"]: EventBridge delivers no event from one region of China to the ' +
                'bus in another. Write ["cn-north-1"], the homeRegion.',
        ],
        [
            "all enabled regions in China, where every account has both",
            { homeRegion: "cn-north-1" },
            'regions is "enabled" by default: EventBridge delivers no event from one region of China to the bus in another. ' +
                'Write ["cn-north-1"], the homeRegion.',
        ],
        [
            "a region of another partition",
            { regions: ["us-east-1", "cn-north-1"] },
            'regions[1] is "cn-north-1": it is in the partition aws-cn, homeRegion "us-east-1" in aws, and no event passes ' +
                "from one to the other. Leave it out.",
        ],
    ]);
});

describe("settings of regions", () => {
    it("take the one region of China that has everything, and both of GovCloud", () => {
        for (const regions of [["cn-north-1"], ["us-gov-west-1", "us-gov-east-1"]]) {
            const [homeRegion] = regions;
            assert.deepEqual(parseSettings({ ...VALID, homeRegion, regions }).regions, regions);
        }
    });
});
