import { itRefuses } from "./valid";

describe("settings of access that are refused", () => {
    itRefuses([
        [
            "an ARN for a role's name",
            { access: { roleName: "arn:aws:iam::111111111111:role/Admin" } },
            'access.roleName is "arn:aws:iam::111111111111:role/Admin": the name, not the ARN, of an IAM role, 1 to 64 ' +
                "letters, digits and _+=,.@- characters.",
        ],
    ]);
});
