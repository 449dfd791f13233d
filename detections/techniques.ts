/**
 * Techniques of MITRE ATT&CK, Enterprise matrix, by the ids of version 18. Version 19 has renumbered T1562.008 to
 * T1685.002.
 * @see https://attack.mitre.org/matrices/enterprise/cloud/
 */
export interface Technique {
    readonly id: string;
    readonly name: string;
}

const technique = (id: string, name: string): Technique => ({ id, name });

export const DISABLE_CLOUD_LOGS = technique("T1562.008", "Impair Defenses: Disable or Modify Cloud Logs");
export const DISABLE_TOOLS = technique("T1562.001", "Impair Defenses: Disable or Modify Tools");
export const INDICATOR_REMOVAL = technique("T1070", "Indicator Removal");
export const DATA_DESTRUCTION = technique("T1485", "Data Destruction");
export const LIFECYCLE_DELETION = technique("T1485.001", "Data Destruction: Lifecycle-Triggered Deletion");
export const DATA_FROM_CLOUD_STORAGE = technique("T1530", "Data from Cloud Storage");
export const ACCOUNT_MANIPULATION = technique("T1098", "Account Manipulation");
export const UNUSED_REGIONS = technique("T1535", "Unused/Unsupported Cloud Regions");
export const MODIFY_HIERARCHY = technique("T1666", "Modify Cloud Resource Hierarchy");
