SELECT
    eventtime,
    region,
    insightdetails.state AS state,
    insightdetails.insighttype AS insighttype,
    insightdetails.eventsource AS eventsource,
    insightdetails.eventname AS eventname,
    insightdetails.errorcode AS errorcode,
    insightdetails.insightcontext.statistics.baseline.average AS usualperminute,
    insightdetails.insightcontext.statistics.insight.average AS foundperminute,
    insightdetails.insightcontext.statistics.insightduration AS minutes,
    sharedeventid
FROM cloudtrail_insights
WHERE account = ?
    AND "timestamp" BETWEEN ? AND ?
ORDER BY eventtime, sharedeventid
