WITH sessions AS (
    SELECT
        eventtime,
        region,
        eventid,
        COALESCE(useridentity.arn, useridentity.username, useridentity.principalid, useridentity.invokedby) AS caller,
        useridentity.accesskeyid AS calledwith,
        sourceipaddress,
        COALESCE(
            json_extract_scalar(requestparameters, '$.roleArn'),
            -- AssumeRoot: the account, or its root user.
            json_extract_scalar(requestparameters, '$.targetPrincipal'),
            -- GetFederationToken.
            json_extract_scalar(responseelements, '$.federatedUser.arn')
        ) AS rolearn,
        COALESCE(
            json_extract_scalar(requestparameters, '$.roleSessionName'),
            json_extract_scalar(requestparameters, '$.name')
        ) AS sessionname,
        json_extract_scalar(responseelements, '$.credentials.accessKeyId') AS issued
    FROM cloudtrail
    WHERE account = ?
        AND "timestamp" BETWEEN ? AND ?
        AND eventsource = 'sts.amazonaws.com'
        AND eventname IN (
            'AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity', 'AssumeRoot', 'GetFederationToken'
        )
        AND errorcode IS NULL
)
SELECT
    taken.caller,
    taken.eventtime AS firsttime,
    taken.sourceipaddress AS firstaddress,
    taken.rolearn AS firstrole,
    taken.sessionname AS firstsession,
    onward.eventtime AS secondtime,
    onward.sourceipaddress AS secondaddress,
    onward.rolearn AS secondrole,
    onward.sessionname AS secondsession,
    taken.eventid AS firsteventid,
    onward.eventid AS secondeventid
FROM sessions taken
INNER JOIN sessions onward ON onward.calledwith = taken.issued
ORDER BY firsttime, secondtime, secondeventid
