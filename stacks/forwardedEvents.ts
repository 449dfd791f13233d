import type { AccountId } from "../aws/arn";
import type { ForwardedEvents } from "../events/patterns";
import { names, type Settings } from "../settings";
import { findsThreats } from "../settings/threatDetection";

/**
 * Which events an account forwards. The security account has what is told to nobody else: the findings of all accounts, and the
 * alarms of the dead-letter queues.
 */
export function forwardedEvents(settings: Settings, account: AccountId): ForwardedEvents {
    const { bus, organization } = settings;
    const { readOnlyEvents } = bus;
    return account === organization.securityAccount
        ? {
              readOnlyEvents,
              findings: findsThreats(settings),
              ...(bus.deadLetterAlarms ? { alarmPrefix: names(settings).deadLetterAlarmPrefix } : {}),
          }
        : { readOnlyEvents };
}
