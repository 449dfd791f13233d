SELECT
    eventtime,
    region,
    eventsource,
    eventname,
    readonly,
    errorcode,
    useridentity.arn AS principal,
    useridentity.accesskeyid AS accesskeyid,
    useridentity.invokedby AS invokedby,
    sourceipaddress,
    useragent,
    requestparameters,
    eventid
FROM cloudtrail
WHERE account = ?
    AND "timestamp" BETWEEN ? AND ?
    AND ? IN (
        useridentity.arn,
        useridentity.sessioncontext.sessionissuer.arn,
        useridentity.username,
        useridentity.accesskeyid,
        useridentity.principalid,
        -- A session's is the role's id, a colon, and the session's name.
        split_part(useridentity.principalid, ':', 1),
        useridentity.onbehalfof.userid
    )
ORDER BY eventtime, eventid
