SELECT
    useridentity.accountid AS calleraccount,
    COALESCE(useridentity.arn, useridentity.principalid, useridentity.invokedby) AS principal,
    vpcendpointid,
    vpcendpointaccountid,
    eventsource,
    eventname,
    errorcode,
    COUNT(*) AS calls,
    MIN(eventtime) AS firsttime,
    MAX(eventtime) AS lasttime,
    MAX(sourceipaddress) AS exampleaddress,
    MAX(errormessage) AS examplemessage
FROM cloudtrail_network_activity
WHERE account = ?
    AND "timestamp" BETWEEN ? AND ?
    AND errorcode IS NOT NULL
GROUP BY 1, 2, 3, 4, 5, 6, 7
ORDER BY calls DESC, principal, vpcendpointid, eventsource, eventname, errorcode
