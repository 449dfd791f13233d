SELECT
    eventtime,
    region,
    eventsource,
    eventname,
    errorcode,
    COALESCE(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, useridentity.invokedby) AS principal,
    sourceipaddress,
    requestparameters,
    eventid
FROM cloudtrail
WHERE account = ?
    AND "timestamp" BETWEEN ? AND ?
    AND (
        (
            eventsource = 'cloudtrail.amazonaws.com'
            AND eventname IN (
                'StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors',
                'DeregisterOrganizationDelegatedAdmin'
            )
        )
        OR (
            eventsource = 's3.amazonaws.com'
            AND eventname IN (
                'DeleteBucket', 'PutBucketPolicy', 'DeleteBucketPolicy', 'PutBucketAcl', 'PutBucketLifecycle',
                'DeleteBucketLifecycle', 'PutBucketVersioning', 'PutBucketObjectLockConfiguration',
                'PutBucketEncryption', 'DeleteBucketEncryption', 'PutBucketLogging', 'PutBucketPublicAccessBlock',
                'DeleteBucketPublicAccessBlock', 'PutBucketReplication', 'DeleteBucketReplication'
            )
        )
        OR (
            eventsource = 'kms.amazonaws.com'
            AND eventname IN ('DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy', 'DisableKeyRotation')
        )
        OR (
            eventsource = 'events.amazonaws.com'
            AND eventname IN (
                'DisableRule', 'DeleteRule', 'PutRule', 'PutTargets', 'RemoveTargets', 'PutPermission',
                'RemovePermission', 'DeleteEventBus', 'DeleteArchive'
            )
        )
        OR (
            eventsource = 'organizations.amazonaws.com'
            AND eventname IN (
                'LeaveOrganization', 'RemoveAccountFromOrganization', 'DeregisterDelegatedAdministrator',
                'DisableAWSServiceAccess', 'DeletePolicy', 'DetachPolicy'
            )
        )
        OR (
            eventsource = 'guardduty.amazonaws.com'
            AND (
                eventname IN ('DeleteDetector', 'UpdateDetector', 'StopMonitoringMembers', 'DeleteMembers')
                OR eventname LIKE 'Disassociate%'
            )
        )
        OR (
            eventsource = 'macie2.amazonaws.com'
            AND (eventname IN ('DisableMacie', 'DeleteMember') OR eventname LIKE 'Disassociate%')
        )
    )
ORDER BY eventtime, eventid
