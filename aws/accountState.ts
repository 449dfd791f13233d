/**
 * Whether an account is in use. Its state decides; where it is not told, the older status does, which is ACTIVE even for an
 * account that is not activated yet or is about to be closed.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html
 */
export const isActive = ({
    state,
    status,
}: {
    readonly state?: string | undefined;
    readonly status?: string | undefined;
}): boolean => (state || status) === "ACTIVE";
