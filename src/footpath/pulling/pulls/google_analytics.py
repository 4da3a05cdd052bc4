"""Google Analytics 4, by its Data API."""

from typing import ClassVar

from footpath.pulling.pull import Pull


class GoogleAnalytics(Pull):
    """Google Analytics 4: events by minute, page and user, where the property has a dimension that says who.

    The Data API gives totals; with a custom dimension of the client or user id (`person`) each total is one person's.
    The secret is client-id:client-secret:refresh-token. The newest days are asked again, as Google still changes them.
    """

    name: ClassVar[str] = "google_analytics"
    needs: ClassVar[tuple[str, ...]] = ("property",)
    yaml: ClassVar[str] = """
kind: rest
url: https://analyticsdata.googleapis.com
cron: "15 5 * * *"
auth: {kind: oauth, token_url: "https://oauth2.googleapis.com/token"}
settings: {property: "", person: customUser:client_id}
tables:
  events:
    path: /v1beta/properties/{property}:runReport
    method: POST
    body:
      dateRanges: [{startDate: "{since}", endDate: yesterday}]
      dimensions:
        [{name: dateHourMinute}, {name: eventName}, {name: pagePath}, {name: sessionDefaultChannelGroup},
         {name: deviceCategory}, {name: "{person}"}]
      metrics: [{name: eventCount}]
      orderBys: [{dimension: {dimensionName: dateHourMinute}}]
    records: rows
    paging: {kind: offset, body: offset, total: rowCount, size: 10000}
    cursor: minute
    since: date
    lag_s: 259200
    start: "202401010000"
    pick:
      minute: dimensionValues[0].value
      event: dimensionValues[1].value
      page: dimensionValues[2].value
      channel: dimensionValues[3].value
      device: dimensionValues[4].value
      person: dimensionValues[5].value
      times: metricValues[0].value
    mapping:
      who: {anonymous: person, missing: ["(not set)", ""]}
      events:
        - name: event
          at: {column: minute, format: "%Y%m%d%H%M"}
          channel: channel
          page: page
          device: device
          event_id: "={minute}-{event}-{page}-{person}-{channel}-{device}"
"""
