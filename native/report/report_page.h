// report.html: everything about one measurement on one page that needs nothing beside it: no script, no net, no font.
//
//   write_text(folder / "report.html", report_page(data));
//
// What cannot be shown, for want of data, is named with the reason.
#pragma once

#include <string>

#include "native/report/report_data.h"

namespace genrelens {

std::string report_page(const ReportData& data);

}  // namespace genrelens
